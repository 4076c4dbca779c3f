import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { readManifest } from '../../src/graphql/trusted.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import {
  approveOver,
  draftOver,
  type EditionAnswer,
  noticeOf,
  publishOver,
  refer,
} from '../support/editorial.ts'

// Two servers on one database: whatever is published, corrected or withdrawn through one of them, no answer that the
// other has in memory outlives what it shows.

const documents = new Map(
  Object.entries(readManifest()).map(([id, one]) => [one.name, { id, ...one }]),
)

let first: TestApp
let second: TestApp

beforeAll(async () => {
  first = await startTestApp({ search: 'DATABASE', worker: false })
  second = await startTestApp({ search: 'DATABASE', worker: false, beside: first })
  for (const { app } of [first, second]) {
    await vi.waitFor(() => {
      if (app.stored.expiry() === null) throw new Error('changes are not heard yet')
    })
  }
})

afterAll(async () => {
  await second.close()
  await first.close()
})

const steps = {
  async publish(app: TestApp, live: string[]) {
    const title = `通知${live.length}`
    live.push(await released(app, await draftOver(app.signIn, { content: noticeOf(title) })))
  },
  async correct(app: TestApp, live: string[]) {
    const [indexNumber] = live
    if (!indexNumber) return
    const editor = await app.signIn('wjj.editor')
    const { edition } = await editor.succeed<{ edition: EditionAnswer }>(
      'reviseDisclosure',
      { indexNumber },
      'edition { id version state }',
    )
    const content = noticeOf(`更正${edition.id}`)
    const changed = await editor.succeed<{ edition: EditionAnswer }>(
      'updateDraft',
      { ...refer(edition), content },
      'edition { id version state }',
    )
    await released(app, changed.edition)
  },
  async withdraw(app: TestApp, live: string[]) {
    const indexNumber = live.shift()
    if (!indexNumber) return
    const approver = await app.signIn('wjj.approver')
    const input = { indexNumber, type: 'ERROR', reason: '内容有误' }
    await approver.succeed('withdrawDisclosure', input, 'disclosure { indexNumber }')
  },
} as const

async function released(app: TestApp, draft: EditionAnswer): Promise<string> {
  return publishOver(app.signIn, await approveOver(app.signIn, draft))
}

/** What is asked of both servers again and again, so that there is something in memory to outlive. */
function questions(numbers: readonly string[]): [name: string, variables: object][] {
  return [
    ['DisclosureList', {}],
    ['DisclosureFilteredList', { filter: { organizationCodes: ['wjj'] } }],
    ['DisclosureFilteredList', { filter: { kinds: ['Notice'] } }],
    ['DisclosureCountedList', { filter: { areaCodes: ['4'], itemCodes: ['4.1'] } }],
    ['DisclosureFilteredList', { filter: { organizationCodes: ['mzj'] } }],
    ...numbers.map((indexNumber): [string, object] => ['DisclosureDetail', { indexNumber }]),
  ]
}

async function stored({ url }: TestApp, name: string, variables: object): Promise<unknown> {
  const documentId = documents.get(name)?.id ?? ''
  const asked = new URLSearchParams({ documentId, variables: JSON.stringify(variables) })
  return ((await (await fetch(`${url}/graphql?${asked}`)).json()) as { data: unknown }).data
}

async function fresh({ anonymous }: TestApp, name: string, variables: object): Promise<unknown> {
  return anonymous.query(documents.get(name)?.text ?? '', variables)
}

test(
  'no answer in memory survives a publication, correction or withdrawal of what it shows',
  { timeout: 180_000 },
  async () => {
    const live: string[] = []
    const numbers = new Set<string>()
    const step = fc.record({
      what: fc.constantFrom<keyof typeof steps>('publish', 'publish', 'correct', 'withdraw'),
      through: fc.constantFrom(0, 1),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 4 }), async (sequence) => {
        for (const { what, through } of sequence) {
          await steps[what](through === 0 ? first : second, live)
          for (const indexNumber of live) numbers.add(indexNumber)
          for (const [name, variables] of questions([...numbers])) {
            const now = await fresh(first, name, variables)
            for (const app of [first, second]) {
              // As long as the notification takes.
              await vi.waitFor(async () => {
                expect(await stored(app, name, variables)).toEqual(now)
              })
              expect(await stored(app, name, variables)).toEqual(now)
            }
          }
        }
      }),
      { numRuns: 4 },
    )
    expect(numbers.size).toBeGreaterThan(0)
    // The test would prove nothing if nothing were ever kept.
    expect(first.app.stored.store?.size()).toBeGreaterThan(0)
    expect(second.app.stored.store?.size()).toBeGreaterThan(0)
  },
)
