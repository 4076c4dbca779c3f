import { afterAll, afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { openStage } from '../../test/support/stage.ts'
import { command, type Work } from './command.ts'
import { NotFoundError } from './errors.ts'
import { type DomainEvent, type JobDefinition, type JobRunner, openJobs } from './jobs.ts'
import type { Reaction } from './reaction.ts'

const stage = await openStage()
afterAll(stage.close)
afterEach(() => stage.sql('DELETE FROM pgboss.job'))

const changed = (disclosureId: string): DomainEvent => ({
  name: 'publication.changed',
  data: { disclosureId, version: 1 },
})

type Data = Readonly<Record<string, unknown>>

/** A queue of publications to index, as the tests below vary it. */
const queue = (definition: Partial<JobDefinition> = {}): JobDefinition => ({
  queue: 'index',
  on: ['publication.changed'],
  handle: () => Promise.resolve(),
  ...definition,
})

async function open(...definitions: JobDefinition[]): Promise<JobRunner> {
  const jobs = await openJobs(stage.url, definitions, stage.platform.log)
  onTestFinished(() => jobs.stop())
  return jobs
}

const tell = (jobs: JobRunner, event: DomainEvent, then?: (work: Work) => Promise<void>) =>
  command({ ...stage.platform, jobs }, async (work) => {
    work.audit({ action: 'test', by: null, subjectType: 'Test', subjectId: '1' })
    work.emit(event)
    await then?.(work)
  })

const waiting = () => stage.sql(`SELECT name, data FROM pgboss.job ORDER BY name, created_on`)

describe('events within a transaction', () => {
  test('does every queue that reacts get one job with the ids, and no other queue?', async () => {
    const jobs = await open(
      queue(),
      queue({ queue: 'push' }),
      queue({ queue: 'other', on: ['disclosure.created'] }),
      queue({ queue: 'sweep', on: undefined }),
    )
    await tell(jobs, changed('a'))
    expect(await waiting()).toEqual([
      { name: 'index', data: changed('a').data },
      { name: 'push', data: changed('a').data },
    ])
  })

  test('does a module react within the transaction, and undo it when it fails?', async () => {
    let failure: Error | null = null
    const reaction: Reaction = {
      on: ['publication.changed'],
      async react(tx, events, now) {
        const value = now.toISOString()
        const seen = events.map(({ data }) => ({ name: `seen-${data['disclosureId']}`, value }))
        await tx.installation.createMany({ data: seen })
        if (failure) throw failure
      },
    }
    const jobs = await openJobs(stage.url, [], stage.platform.log, [reaction])
    onTestFinished(() => jobs.stop())
    const seen = () => stage.sql(`SELECT name FROM installation WHERE name LIKE 'seen-%'`)

    await tell(jobs, changed('a'))
    expect(await seen()).toEqual([{ name: 'seen-a' }])
    failure = new NotFoundError()
    await expect(tell(jobs, changed('b'))).rejects.toThrow(NotFoundError)
    expect(await seen()).toEqual([{ name: 'seen-a' }])
  })

  test('is there no job of a command that was undone?', async () => {
    const jobs = await open(queue())
    const refused = tell(jobs, changed('a'), () => Promise.reject(new NotFoundError()))
    await expect(refused).rejects.toThrow(NotFoundError)
    expect(await waiting()).toEqual([])
  })

  test('is there no job where the transaction is undone after the job was written?', async () => {
    const jobs = await open(queue())
    const undone = stage.platform.database.$transaction(async (tx) => {
      await jobs.emit(tx, [changed('a')], new Date())
      expect(await tx.$queryRaw`SELECT name FROM pgboss.job`).toEqual([{ name: 'index' }])
      throw new NotFoundError()
    })
    await expect(undone).rejects.toThrow(NotFoundError)
    expect(await waiting()).toEqual([])
  })

  test('is there one job of a command that had to run again?', async () => {
    const jobs = await open(queue())
    let attempts = 0
    const once = {
      emit: async (...[tx, events]: Parameters<JobRunner['emit']>) => {
        await jobs.emit(tx, events, new Date())
        if (++attempts === 1) throw Object.assign(new Error('again'), { code: '40001' })
      },
    }
    await tell({ ...jobs, ...once }, changed('a'))
    expect(attempts).toBe(2)
    expect(await waiting()).toHaveLength(1)
  })

  test('does nobody see the job before the commit?', async () => {
    const handled = vi.fn<JobDefinition['handle']>(() => Promise.resolve())
    const jobs = await open(queue({ handle: handled }))
    await stage.platform.database.$transaction(async (tx) => {
      await jobs.emit(tx, [changed('a')], new Date())
      expect(await waiting()).toEqual([])
    })
    expect(await waiting()).toHaveLength(1)
    expect(handled).not.toHaveBeenCalled()
  })
})

describe('working off', () => {
  test('are jobs handled that were told before the start, and those told after?', async () => {
    const handled: unknown[] = []
    const handle = (jobs: readonly Data[]) => {
      handled.push(...jobs.map(({ disclosureId }) => disclosureId))
      return Promise.resolve()
    }
    const jobs = await open(queue({ handle }))
    await tell(jobs, changed('before'))
    await jobs.start()
    await tell(jobs, changed('after'))
    await vi.waitFor(() => expect(handled).toEqual(['before', 'after']), 10_000)
  })

  test('does a handler get as many jobs at once as it takes, and no more?', async () => {
    const batches: number[] = []
    const handle = (jobs: readonly Data[]) => {
      batches.push(jobs.length)
      return Promise.resolve()
    }
    const jobs = await open(queue({ handle, batch: 3 }))
    await tell(jobs, changed('a'), ({ emit }) => {
      for (const id of ['b', 'c', 'd', 'e']) emit(changed(id))
      return Promise.resolve()
    })
    await jobs.start()
    await vi.waitFor(() => expect(batches).toEqual([3, 2]), 10_000)
  })

  test('is a job that failed handled again?', async () => {
    const seen: Data[] = []
    const handle = ([job = {}]: readonly Data[]) => {
      seen.push(job)
      return seen.length === 1 ? Promise.reject(new Error('not yet')) : Promise.resolve()
    }
    const jobs = await open(queue({ handle }))
    await jobs.start()
    await tell(jobs, changed('a'))
    await vi.waitFor(() => expect(seen).toEqual([changed('a').data, changed('a').data]), 15_000)
  })

  test('does a job that fails for good end as a dead letter, with its ids?', async () => {
    const handle = () => Promise.reject(new Error('never'))
    const jobs = await open(queue({ queue: 'doomed', retryLimit: 0, handle }))
    await jobs.start()
    await tell(jobs, changed('a'))
    await vi.waitFor(async () => {
      const letters = await stage.sql(`SELECT data FROM pgboss.job WHERE name = 'dead-letters'`)
      expect(letters).toEqual([{ data: changed('a').data }])
    }, 10_000)
  })

  test('does stop let the running job finish?', async () => {
    const begun = Promise.withResolvers<void>()
    const release = Promise.withResolvers<void>()
    let finished = false
    const handle = async () => {
      begun.resolve()
      await release.promise
      finished = true
    }
    const jobs = await open(queue({ handle }))
    await jobs.start()
    await tell(jobs, changed('a'))
    await begun.promise
    const stopped = jobs.stop()
    release.resolve()
    await stopped
    expect(finished).toBe(true)
    expect(await stage.sql(`SELECT state FROM pgboss.job WHERE name = 'index'`)).toEqual([
      { state: 'completed' },
    ])
  })

  test('does a queue with a time table repeat by the county clock?', async () => {
    const jobs = await open(queue({ queue: 'sweep', on: undefined, cron: '*/5 * * * *' }))
    await jobs.start()
    expect(await stage.sql('SELECT name, cron, timezone FROM pgboss.schedule')).toEqual([
      { name: 'sweep', cron: '*/5 * * * *', timezone: 'Asia/Shanghai' },
    ])
  })
})
