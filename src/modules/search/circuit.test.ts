import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createLog } from '../../platform/log.ts'
import { searchService } from './circuit.ts'
import {
  type EngineAnswer,
  type EngineQuery,
  type SearchEngine,
  SearchEngineError,
} from './ports.ts'

const query: EngineQuery = { text: '低保', filter: {}, without: [], offset: 0, limit: 20 }
const answer: EngineAnswer = { hits: [], total: 0, facets: [] }
const down = new SearchEngineError('UNAVAILABLE', 'UNREACHABLE')

function service(searchOnce: () => Promise<EngineAnswer>, atOnce?: number) {
  const lines: string[] = []
  const log = createLog({ level: 'info', format: 'json', write: (line) => void lines.push(line) })
  const search = vi.fn<() => Promise<EngineAnswer>>(searchOnce)
  return {
    service: searchService({ search } as unknown as SearchEngine, log, atOnce),
    search,
    lines,
  }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('the engine behind its circuit', () => {
  test('answers while it works', async () => {
    const { service: working } = service(() => Promise.resolve(answer))
    expect(await working.ask(query)).toBe(answer)
  })

  test('is left alone for a while after it failed, then asked again', async () => {
    let works = false
    const {
      service: failing,
      search,
      lines,
    } = service(() => {
      return works ? Promise.resolve(answer) : Promise.reject(down)
    })
    expect(await failing.ask(query)).toBeNull()
    works = true
    expect(await failing.ask(query)).toBeNull()
    expect(search).toHaveBeenCalledTimes(1)

    vi.advanceTimersByTime(2_001)
    expect(await failing.ask(query)).toBe(answer)
    expect(await failing.ask(query)).toBe(answer)
    expect(lines).toHaveLength(2)
  })

  test('is tried by one search at a time while it fails', async () => {
    let hanging = Promise.withResolvers<EngineAnswer>()
    const { service: failing, search } = service(() => hanging.promise)
    const first = failing.ask(query)
    hanging.reject(down)
    expect(await first).toBeNull()

    vi.advanceTimersByTime(2_001)
    hanging = Promise.withResolvers()
    const trial = failing.ask(query)
    expect(await failing.ask(query)).toBeNull()
    expect(search).toHaveBeenCalledTimes(2)
    hanging.resolve(answer)
    expect(await trial).toBe(answer)
    expect(await failing.ask(query)).toBe(answer)
  })

  test('has so many searches in hand at once; those in line are not sent to it once it has failed', async () => {
    const hanging = Promise.withResolvers<EngineAnswer>()
    const { service: slow, search } = service(() => hanging.promise, 2)
    const asked = ['低保', '医保', '社保', '公租房'].map((text) => slow.ask({ ...query, text }))
    expect(search).toHaveBeenCalledTimes(2)
    hanging.reject(down)
    expect(await Promise.all(asked)).toEqual([null, null, null, null])
    expect(search).toHaveBeenCalledTimes(2)
  })

  test('is not waited for longer than two seconds in line', async () => {
    const { service: slow, search } = service(() => new Promise(() => undefined), 1)
    void slow.ask(query)
    const waiting = slow.ask({ ...query, text: '医保' })
    await vi.advanceTimersByTimeAsync(2_000)
    expect(await waiting).toBeNull()
    expect(search).toHaveBeenCalledTimes(1)
  })

  test('hides no defect of ours', async () => {
    const { service: broken } = service(() => Promise.reject(new TypeError('defect')))
    await expect(broken.ask(query)).rejects.toThrow('defect')
  })

  test('does not exist where none is configured', async () => {
    expect(await searchService(null, createLog({ level: 'silent' })).ask(query)).toBeNull()
  })
})
