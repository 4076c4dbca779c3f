import { DEMO_PASSWORD } from './demo.ts'
import { type GraphQLClient, graphqlClient } from './client.ts'

/** An edition as the editorial mutations answer it. */
export interface EditionAnswer {
  readonly id: string
  readonly version: number
  readonly state: string
}

/** Signs a demo account in. */
export type SignIn = (username: string) => Promise<GraphQLClient>

const EDITION = 'edition { id version state }'
const CHECKS = ['SECRECY', 'PRIVACY', 'WORDING']

/** What a record is made of, where a test minds. */
export interface RecordOptions {
  readonly organization?: string
  readonly itemCode?: string
  readonly content?: object
}

/** A notice with this title, complete. */
export function noticeOf(title: string, bodyMarkdown = '正文。'): object {
  return { notice: { title, bodyMarkdown } }
}

/** The reference that the next mutation on an edition takes. */
export function refer({ id, version }: EditionAnswer) {
  return { editionId: id, expectedVersion: version }
}

/** A new draft by the organization's editor. */
export async function draftOver(
  signIn: SignIn,
  options: RecordOptions = {},
): Promise<EditionAnswer> {
  const { organization = 'wjj', itemCode = '4.1', content = noticeOf('通知') } = options
  const editor = await signIn(`${organization}.editor`)
  const input = { itemCode, organizationCode: organization, content }
  return (await editor.succeed<{ edition: EditionAnswer }>('createDraft', input, EDITION)).edition
}

/** Submits a draft and has the whole chain sign it: that of a bureau, or the shorter one of a township. */
export async function approveOver(
  signIn: SignIn,
  draft: EditionAnswer,
  organization = 'wjj',
  chain: readonly string[] = /^t\d/.test(organization) ? ['approver'] : ['reviewer', 'approver'],
): Promise<EditionAnswer> {
  const editor = await signIn(`${organization}.editor`)
  type Answer = { edition: EditionAnswer }
  let { edition } = await editor.succeed<Answer>('submitEdition', refer(draft), EDITION)
  for (const role of chain) {
    const signer = await signIn(`${organization}.${role}`)
    const input = { ...refer(edition), decision: 'APPROVE', checks: CHECKS }
    edition = (await signer.succeed<Answer>('reviewEdition', input, EDITION)).edition
  }
  return edition
}

/** Publishes an approved edition; gives back the index number. */
export async function publishOver(
  signIn: SignIn,
  edition: EditionAnswer,
  organization = 'wjj',
): Promise<string> {
  const approver = await signIn(`${organization}.approver`)
  const { disclosure } = await approver.succeed<{ disclosure: { indexNumber: string } }>(
    'publishEdition',
    refer(edition),
    'disclosure { indexNumber }',
  )
  return disclosure.indexNumber
}

/** A public record from nothing; gives back its index number. */
export async function publishedOver(signIn: SignIn, options: RecordOptions = {}): Promise<string> {
  const draft = await draftOver(signIn, options)
  const approved = await approveOver(signIn, draft, options.organization)
  return publishOver(signIn, approved, options.organization)
}

/** Index numbers that a search finds, as everyone sees them. */
export async function foundBy(anonymous: GraphQLClient, query: string): Promise<string[]> {
  const { search } = await searchFor(anonymous, query)
  return search.edges.map(({ node }) => node.indexNumber)
}

/** A search as everyone sees it. */
export function searchFor(anonymous: GraphQLClient, query: string): Promise<SearchAnswer> {
  const document =
    'query ($q: String!) { search(query: $q) { engine edges { node { indexNumber } } } }'
  return anonymous.query<SearchAnswer>(document, { q: query })
}

interface SearchAnswer {
  readonly search: {
    readonly engine: 'MEILISEARCH' | 'DATABASE'
    readonly edges: readonly { readonly node: { readonly indexNumber: string } }[]
  }
}

/** Signs demo accounts in at a server that runs on its own. */
export function signInAt(url: string, password = DEMO_PASSWORD): SignIn {
  const anonymous = graphqlClient(url)
  return async (username) => {
    const { token } = await anonymous.succeed<{ token: string }>(
      'signIn',
      { username, password },
      'token',
    )
    return graphqlClient(url, { authorization: `Bearer ${token}` })
  }
}
