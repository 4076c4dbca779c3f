import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { openStage } from '../../test/support/stage.ts'
import { command, type AuditEntry, type Work } from './command.ts'
import { ConflictError, NotFoundError } from './errors.ts'

const stage = await openStage()
afterAll(stage.close)
await stage.sql('CREATE TABLE seat (id int PRIMARY KEY, taken int NOT NULL)')

beforeEach(async () => {
  await stage.sql('DELETE FROM seat')
  await stage.sql('INSERT INTO seat VALUES (1, 0), (2, 0)')
})

const ENTRY: AuditEntry = { action: 'seat.take', by: null, subjectType: 'Seat', subjectId: '1' }

const takenOf = async ({ tx }: Work) => {
  const rows = await tx.$queryRaw<{ id: number; taken: number }[]>`SELECT id, taken FROM seat`
  return rows.reduce((sum, { taken }) => sum + taken, 0)
}
const take = ({ tx }: Work, id: number) =>
  tx.$executeRaw`UPDATE seat SET taken = taken + 1 WHERE id = ${id}`
const seats = () => stage.sql('SELECT id, taken FROM seat ORDER BY id')
const entries = () => stage.sql('SELECT action FROM audit_event ORDER BY seq')

/** Lets nobody go on before as many have come; whoever comes later passes. */
function meeting(size: number): () => Promise<void> {
  let come = 0
  const { promise, resolve } = Promise.withResolvers<void>()
  return () => {
    if (++come === size) resolve()
    return promise
  }
}

describe('what a command writes', () => {
  test('do change, audit row and event commit together, at one time set by the server?', async () => {
    const answer = await command(stage.platform, async (work) => {
      await take(work, 1)
      work.audit({
        action: 'seat.take',
        subjectType: 'Seat',
        subjectId: '1',
        afterHash: 'after',
        by: { userId: stage.county.person('mzj', 'EDITOR').userId, role: 'EDITOR', place: 'mzj' },
        details: { row: 1 },
      })
      work.emit({ name: 'seat.taken', data: { seat: 1 } })
      return work.now
    })
    expect(answer).toEqual(stage.clock.now())
    expect(await seats()).toEqual([
      { id: 1, taken: 1 },
      { id: 2, taken: 0 },
    ])
    expect(await stage.sql('SELECT * FROM audit_event')).toMatchObject([
      {
        seq: '1',
        at: stage.clock.now(),
        action: 'seat.take',
        actor_id: stage.county.person('mzj', 'EDITOR').userId,
        actor_role: 'EDITOR',
        actor_place: 'mzj',
        subject_type: 'Seat',
        subject_id: '1',
        before_hash: null,
        // Nothing to guess from.
        after_hash: stage.evidence.blind('after'),
        details: { row: 1 },
      },
    ])
    expect(await stage.events()).toEqual([{ name: 'seat.taken', data: { seat: 1 } }])
  })

  test('is a command that leaves no audit row a defect, and undone?', async () => {
    const before = await stage.contents()
    await expect(command(stage.platform, (work) => take(work, 1))).rejects.toThrow(/audit row/)
    expect(await stage.contents()).toEqual(before)
  })

  test('is everything undone when the command refuses, the audit row and the event too?', async () => {
    const refused = await stage.refusal(() =>
      command(stage.platform, async (work) => {
        await take(work, 1)
        work.audit(ENTRY)
        work.emit({ name: 'seat.taken', data: { seat: 1 } })
        throw new NotFoundError()
      }),
    )
    expect(refused).toBeInstanceOf(NotFoundError)
  })

  test('is everything undone when an event cannot be told?', async () => {
    const before = await stage.contents()
    const jobs = { emit: () => Promise.reject(new Error('the queue is broken')) }
    const run = async (work: Work) => {
      await take(work, 1)
      work.audit(ENTRY)
      work.emit({ name: 'seat.taken', data: { seat: 1 } })
    }
    await expect(command({ ...stage.platform, jobs }, run)).rejects.toThrow('the queue is broken')
    expect(await stage.contents()).toEqual(before)
  })
})

describe('two commands at once', () => {
  /** Takes a seat where none is taken, after both commands have seen that none is. */
  const takeIfFree = (id: number, seen: () => Promise<void>) => async (work: Work) => {
    const taken = await takenOf(work)
    await seen()
    if (taken > 0) throw new ConflictError('TAKEN', '已被占用')
    await take(work, id)
    work.audit(ENTRY)
    work.emit({ name: 'seat.taken', data: { seat: id } })
  }
  const outcome = (results: PromiseSettledResult<unknown>[]) =>
    results.map((one) => (one.status === 'fulfilled' ? 'done' : codeOf(one.reason)))
  const codeOf = (error: unknown) => (error instanceof ConflictError ? error.code : error)
  const oneEach = (...pair: unknown[]) => expect.arrayContaining(pair) as unknown

  test('on the same row: is the later one run again, on what the first has written?', async () => {
    const seen = meeting(2)
    const before = (await entries()).length
    const results = await Promise.allSettled([
      command(stage.platform, takeIfFree(1, seen)),
      command(stage.platform, takeIfFree(1, seen)),
    ])
    expect(outcome(results)).toEqual(oneEach('TAKEN', 'done'))
    expect(await seats()).toContainEqual({ id: 1, taken: 1 })
    expect(await entries()).toHaveLength(before + 1)
  })

  test('on different rows, each deciding by both: does the one that fails at its commit run again?', async () => {
    const seen = meeting(2)
    const written = meeting(2)
    let commits = 0
    // Events are told after everything else is written: what can still fail is the commit.
    const jobs = { emit: () => (commits++, written()) }
    const results = await Promise.allSettled([
      command({ ...stage.platform, jobs }, takeIfFree(1, seen)),
      command({ ...stage.platform, jobs }, takeIfFree(2, seen)),
    ])
    expect(commits).toBe(2)
    expect(outcome(results)).toEqual(oneEach('TAKEN', 'done'))
    expect((await seats()).map(({ taken }) => taken)).toEqual(oneEach(0, 1))
  })

  test('that both can be done: are both done, one after the other?', async () => {
    const seen = meeting(2)
    const add = async (work: Work) => {
      const taken = await takenOf(work)
      await seen()
      await work.tx.$executeRaw`UPDATE seat SET taken = ${taken + 1} WHERE id = 1`
      work.audit(ENTRY)
      return taken
    }
    const both = [command(stage.platform, add), command(stage.platform, add)]
    expect(await Promise.all(both)).toEqual(oneEach(0, 1))
    expect(await seats()).toContainEqual({ id: 1, taken: 2 })
  })
})

describe('running again', () => {
  const conflict = () => Object.assign(new Error('again'), { code: '40001' })

  test('does each attempt start anew, with the time of its own, and leave one audit row?', async () => {
    const before = (await entries()).length
    const times: string[] = []
    const now = await command(stage.platform, async (work) => {
      times.push(work.now.toISOString())
      stage.clock.set(`2026-03-03T04:00:0${times.length}.000Z`)
      await take(work, 1)
      work.audit(ENTRY)
      if (times.length < 3) throw conflict()
      return work.now.toISOString()
    })
    expect(new Set(times).size).toBe(3)
    expect(now).toBe(times.at(-1))
    expect(await seats()).toContainEqual({ id: 1, taken: 1 })
    expect(await entries()).toHaveLength(before + 1)
  })

  test('does it end, with an answer that invites to try later?', async () => {
    let attempts = 0
    const refused = await stage.refusal(() =>
      command(stage.platform, async (work) => {
        attempts++
        await take(work, 1)
        throw conflict()
      }),
    )
    expect(refused).toMatchObject({ name: 'ConflictError', code: 'BUSY' })
    expect(attempts).toBeGreaterThan(8)
  })

  test('is another failure not tried again?', async () => {
    let attempts = 0
    const broken = command(stage.platform, (work) => {
      attempts++
      work.audit(ENTRY)
      return work.tx.$executeRaw`INSERT INTO seat VALUES (1, 0)`
    })
    await expect(broken).rejects.toMatchObject({ name: 'PrismaClientKnownRequestError' })
    expect(attempts).toBe(1)
  })
})
