import { readManifest } from '../src/graphql/trusted.ts'
import { type Ask, byGet, byText, type Question, type Subject } from './question.ts'

const documents = new Map(
  Object.entries(readManifest()).map(([id, one]) => [one.name, { id, ...one }]),
)

/** Any document of the manifest. */
export function byName(name: string, variables: object, headers?: Record<string, string>): Ask {
  const given = { documentId: documentOf(name).id, variables: JSON.stringify(variables) }
  return byGet(`/graphql?${new URLSearchParams(given)}`, headers)
}

function documentOf(name: string) {
  const document = documents.get(name)
  if (!document) throw new Error(`no document ${name}`)
  return document
}

function asked({ organization, item, indexNumber, roster, words }: Subject) {
  return {
    list: ['DisclosureList', { first: 20 }],
    filtered: [
      'DisclosureFilteredList',
      { filter: { organizationCodes: [organization], itemCodes: [item] }, first: 20 },
    ],
    detail: ['DisclosureDetail', { indexNumber }],
    rows: ['RecipientPage', { indexNumber: roster, first: 50 }],
    search: ['Search', { query: words, first: 20 }],
  } as const satisfies Record<Question, readonly [string, object]>
}

/** How this server is asked: by the id of a document, or by its text. */
export function gongkaiAsks(subject: Subject) {
  const questions = asked(subject)
  return {
    trusted(question: Question, headers?: Record<string, string>): Ask {
      const [name, variables] = questions[question]
      const ask = byName(name, variables, headers)
      if (question !== 'search') return ask
      const others = subject.otherWords.map((query) => byName(name, { ...variables, query }))
      return { ...ask, others }
    },
    adHoc(question: Question): Ask {
      const [name, variables] = questions[question]
      return byText('/graphql', documentOf(name).text, variables)
    },
  }
}
