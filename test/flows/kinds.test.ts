import { afterAll, beforeAll, expect, test } from 'vitest'
import { programmeOf } from '../../src/modules/disclosure/impact-assessment.ts'
import { readContent } from '../../src/modules/disclosure/kind/content.ts'
import type { Field, Fields } from '../../src/modules/disclosure/kind/field.ts'
import type { Content } from '../../src/modules/disclosure/kind/kind.ts'
import { publicContent } from '../../src/modules/disclosure/kind/mask.ts'
import { inputKey, kinds } from '../../src/modules/disclosure/kind/registry.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { approveOver, draftOver, foundBy, publishOver, refer } from '../support/editorial.ts'
import { ASSESSMENT } from '../support/editions.ts'
import { samplesOf } from '../support/samples.ts'

// Every kind, from what an editor sends to what everyone reads: the queries are made from the declarations.

let app: TestApp

beforeAll(async () => {
  app = await startTestApp({ search: 'DATABASE' })
})

afterAll(() => app.close())

const records = [...kinds.values()].flatMap((kind) =>
  samplesOf(kind.name).map((sample, which) => ({ kind, which, ...sample })),
)

const forAll = records.filter(({ content }) => content['audience'] !== 'AREA')
const forArea = records.filter((record) => !forAll.includes(record))

async function approved({ kind, itemCode, organization, content }: (typeof records)[number]) {
  const input = { organization, itemCode, content: { [inputKey(kind)]: content } }
  const programme = programmeOf(kind, content)
  if (programme !== null) {
    const approver = await app.signIn(`${organization}.approver`)
    const assessment = { ...ASSESSMENT, organizationCode: organization, programme }
    await approver.succeed('recordImpactAssessment', assessment, 'impactAssessment { version }')
  }
  return approveOver(app.signIn, await draftOver(app.signIn, input), organization)
}

test.each(forAll)('$kind.name $which goes from input over GraphQL to search', async (record) => {
  const { kind, organization, content } = record
  const indexNumber = await publishOver(app.signIn, await approved(record), organization)

  const title = String(content['title'])
  expect(await foundBy(app.anonymous, title)).toContain(indexNumber)
  const shown = publicContent(kind, readContent(kind, content, ''))
  expect(await read(kind.name, kind.fields, indexNumber)).toEqual({
    __typename: kind.name,
    title,
    ...answered(kind.fields, shown),
  })
})

test.each(forArea)(
  '$kind.name $which is for its area: nobody else finds or reads it',
  async (record) => {
    const { kind, organization, content } = record
    const edition = await approved(record)
    const approver = await app.signIn(`${organization}.approver`)
    await approver.succeed('publishEdition', refer(edition), 'disclosure { indexNumber }')
    const [row] = await app.sql('SELECT index_number, content FROM publication WHERE title = $1', [
      content['title'],
    ])

    const indexNumber = String(row?.['index_number'])
    expect(indexNumber).toMatch(/\/\d{4}-\d{5}$/)
    expect(await foundBy(app.anonymous, String(content['title']))).toEqual([])
    expect(await read(kind.name, kind.fields, indexNumber)).toBeNull()
  },
)

async function read(typeName: string, fields: Fields, indexNumber: string) {
  const query = `query ($indexNumber: String!) {
    disclosure(indexNumber: $indexNumber) { __typename title ... on ${typeName} { id ${selectionOf(fields)} } } }`
  type Answer = { disclosure: { id: string } | null }
  const { disclosure } = await app.anonymous.query<Answer>(query, { indexNumber })
  if (!disclosure) return null
  const { id: _, ...shown } = disclosure
  return shown
}

function selectionOf(fields: Fields): string {
  return Object.entries(shownOf(fields))
    .map(([name, field]) => {
      const nested = nestedOf(field)
      if (!nested) return name
      const selection = `{ ${selectionOf(nested)} }`
      return 'table' in field.type
        ? `${name} { totalCount nodes ${selection} }`
        : `${name} ${selection}`
    })
    .join(' ')
}

/** Content as GraphQL answers it: nothing is left out, what is not there is null or an empty list. */
function answered(fields: Fields, content: Content): Record<string, unknown> {
  const entries = Object.entries(shownOf(fields)).map(([name, field]) => {
    const value = content[name]
    const nested = nestedOf(field)
    if ('list' in field.type) return [name, value ?? []]
    if ('table' in field.type) {
      const rows = (value ?? []) as Content[]
      const nodes = rows.map((row) => answered(nested ?? {}, row))
      return [name, { totalCount: rows.length, nodes }]
    }
    return [name, value && nested ? answered(nested, value as Content) : (value ?? null)]
  })
  return Object.fromEntries(entries) as Record<string, unknown>
}

function nestedOf({ type }: Field): Fields | null {
  if ('group' in type) return type.group.fields
  return 'table' in type ? type.table.fields : null
}

function shownOf(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).filter(([, { personal }]) => personal?.mask !== 'OMIT'),
  )
}
