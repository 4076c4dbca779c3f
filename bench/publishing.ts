import { setTimeout as pause } from 'node:timers/promises'
import { graphqlClient } from '../test/support/client.ts'
import {
  approveOver,
  draftOver,
  type EditionAnswer,
  foundBy,
  noticeOf,
  publishOver,
  type SignIn,
  signInAt,
} from '../test/support/editorial.ts'
import { gongkaiAsks } from './gongkai.ts'
import type { Subject } from './question.ts'
import { type Spread, spreadOf } from './spread.ts'

const LOOK_MS = 20
const LONGEST_MS = 60_000
const ORGANIZATION = 'wjj'

/** How fast a publication is found, and how fast a withdrawal is gone from every answer, at one of them a second. */
export async function measurePublishing(
  url: string,
  password: string,
  subject: Subject,
  count: number,
): Promise<{ searchable: Spread; gone: Spread }> {
  const signIn = signedInOnce(signInAt(url, password))
  const anonymous = graphqlClient(url)
  const approved: EditionAnswer[] = []
  for (let index = 0; index < count; index++) {
    const content = noticeOf(titleOf(index), bodyOf(index))
    const draft = await draftOver(signIn, { organization: ORGANIZATION, content })
    approved.push(await approveOver(signIn, draft, ORGANIZATION))
  }
  const numbers: string[] = []
  const finds = async (index: number) =>
    (await foundBy(anonymous, titleOf(index))).includes(numbers[index] ?? '')

  const searchable = await everySecond(approved, async (edition, index) => {
    const began = performance.now()
    numbers[index] = await publishOver(signIn, edition, ORGANIZATION)
    await until(() => finds(index))
    return performance.now() - began
  })
  const approver = await signIn(`${ORGANIZATION}.approver`)
  // The newest first: all the time they stand on the first page of the list.
  const last = numbers.map((indexNumber, index) => ({ indexNumber, index })).toReversed()
  const gone = await everySecond(last, async ({ indexNumber, index }) => {
    const places = placesOf(url, { ...subject, indexNumber }, index)
    // Kept from now on: an answer that is too old would show it.
    const before = await Promise.all(places.map(isShown))
    if (before.includes(false)) throw new Error(`${indexNumber} is not public everywhere`)
    const began = performance.now()
    const input = { indexNumber, type: 'ERROR', reason: '量测后撤回' }
    await approver.succeed('withdrawDisclosure', input, '__typename')
    await until(async () => {
      const shown = await Promise.all([...places.map(isShown), finds(index)])
      return !shown.includes(true)
    })
    return performance.now() - began
  })
  return { searchable: spreadOf(searchable), gone: spreadOf(gone) }
}

const titleOf = (index: number) => `量测通知第${index}号`
const bodyOf = (index: number) => `量测正文第${index}段。`

/** Somewhere the public reads a record, and what shows that it is there. */
interface Place {
  readonly address: string
  readonly mark: string
}

/** The list, the record's page, of which the title stays, and the feed of its item. */
function placesOf(url: string, subject: Subject, index: number): Place[] {
  const { trusted } = gongkaiAsks(subject)
  return [
    { address: url + trusted('list').path, mark: titleOf(index) },
    { address: url + trusted('detail').path, mark: bodyOf(index) },
    { address: `${url}/feeds/item/4.1.rss`, mark: titleOf(index) },
  ]
}

async function isShown({ address, mark }: Place): Promise<boolean> {
  return (await (await fetch(address)).text()).includes(mark)
}

/** Does something once a second with each, and gives back what each took. */
async function everySecond<T>(
  each: readonly T[],
  work: (one: T, index: number) => Promise<number>,
): Promise<number[]> {
  const beginning = performance.now()
  const running: Promise<number>[] = []
  for (const [index, one] of each.entries()) {
    await pause(Math.max(0, beginning + index * 1_000 - performance.now()))
    running.push(work(one, index))
  }
  return Promise.all(running)
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + LONGEST_MS
  while (!(await holds())) {
    if (performance.now() > end) throw new Error('it did not come true within a minute')
    await pause(LOOK_MS)
  }
}

function signedInOnce(signIn: SignIn): SignIn {
  const known = new Map<string, ReturnType<SignIn>>()
  return (username) => {
    const client = known.get(username) ?? signIn(username)
    known.set(username, client)
    return client
  }
}
