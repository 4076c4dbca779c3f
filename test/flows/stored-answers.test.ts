import { setTimeout as pause } from 'node:timers/promises'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { request } from 'node:http'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { readManifest } from '../../src/graphql/trusted.ts'
import { parseConfig } from '../../src/platform/config.ts'
import { seedRecords } from '../../src/seed/seed-records.ts'
import { countySeed } from '../../src/seeding.ts'
import { startTestApp, type TestApp } from '../support/app.ts'

// Answers from memory: for whom, in which form, and for how long.

const ids = new Map(Object.entries(readManifest()).map(([id, { name }]) => [name, id]))
const seed = countySeed(parseConfig({ NODE_ENV: 'test' }))

let app: TestApp
let indexNumber: string

beforeAll(async () => {
  app = await startTestApp({ search: 'DATABASE', worker: false })
  const records = seed.records.filter(({ kind }) => kind === 'Notice').slice(0, 3)
  await seedRecords(app.app.services.platform, { ...seed, records })
  const [newest] = await app.sql('SELECT index_number AS number FROM publication LIMIT 1')
  indexNumber = String(newest?.['number'])
  await vi.waitFor(() => {
    if (app.app.stored.expiry() === null) throw new Error('changes are not heard yet')
  })
})

afterAll(() => app.close())
afterEach(() => app.app.stored.reset())

function address(name: string, variables: object = {}): string {
  const given = { documentId: ids.get(name) ?? '', variables: JSON.stringify(variables) }
  return `/graphql?${new URLSearchParams(given)}`
}

interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly bytes: Buffer
}

/** Without the help of fetch, which unpacks and adds headers. */
function get(path: string, headers: Record<string, string> = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    request(`${app.url}${path}`, { headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        const bytes = Buffer.concat(chunks)
        resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes })
      })
    })
      .on('error', reject)
      .end()
  })
}

/** How often the database was asked meanwhile. */
async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  const query = vi.spyOn(app.app.services.publicPool, 'query')
  await work()
  const count = query.mock.calls.length
  query.mockRestore()
  return count
}

describe('for everyone', () => {
  test('the second answer comes from memory, also in other words for the same', async () => {
    const first = await get(address('DisclosureList', { first: 2, orderBy: 'PUBLISHED_ASC' }))
    const again = address('DisclosureList', { orderBy: 'PUBLISHED_ASC', first: 2 })
    let second: Reply | undefined
    expect(await statementsOf(async () => (second = await get(again)))).toBe(0)
    expect(second?.bytes.equals(first.bytes)).toBe(true)
    expect(second?.headers['x-request-id']).not.toBe(first.headers['x-request-id'])
  })

  test('a thousand equal questions at once are answered by one statement', async () => {
    const path = address('DisclosureDetail', { indexNumber })
    let replies: Reply[] = []
    const ask = async () => {
      replies = await Promise.all(Array.from({ length: 1000 }, () => get(path)))
    }
    expect(await statementsOf(ask)).toBe(1)
    expect(new Set(replies.map(({ status, bytes }) => `${status} ${bytes.toString()}`)).size).toBe(
      1,
    )
  })

  test('others may keep it for a while, by a strong tag that is answered 304', async () => {
    const path = address('DisclosureDetail', { indexNumber })
    const { status, headers } = await get(path)
    expect({ status, 'cache-control': headers['cache-control'] }).toEqual({
      status: 200,
      'cache-control': 'public, max-age=0, s-maxage=10, stale-while-revalidate=10',
    })
    expect(headers['surrogate-key']).toBe(`record:${indexNumber}`)
    const etag = String(headers['etag'])
    expect(etag).toMatch(/^"[\w-]{27}"$/)
    for (const sent of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const { status, headers, bytes } = await get(path, { 'if-none-match': sent })
      expect({ status, length: bytes.length, etag: headers['etag'] }).toEqual({
        status: 304,
        length: 0,
        etag,
      })
      // RFC 9110, 15.4.5: what tells caches apart goes along, what tells of the content was told with it.
      expect(headers).toMatchObject({
        vary: 'Accept, Accept-Encoding, Authorization',
        'cache-control': 'public, max-age=0, s-maxage=10, stale-while-revalidate=10',
        'access-control-allow-origin': '*',
      })
      expect(headers).not.toHaveProperty('content-security-policy')
    }
    expect((await get(path, { 'if-none-match': '"other"' })).status).toBe(200)
  })

  test('packed as the caller can read it, each form with a tag of its own', async () => {
    const path = address('Areas')
    const plain = await get(path)
    const unpack = { br: brotliDecompressSync, gzip: gunzipSync } as const
    const tags = new Set([plain.headers['etag']])
    for (const encoding of ['br', 'gzip'] as const) {
      const packed = await vi.waitFor(async () => {
        const reply = await get(path, { 'accept-encoding': encoding })
        expect(reply.headers['content-encoding']).toBe(encoding)
        return reply
      })
      expect(unpack[encoding](packed.bytes).equals(plain.bytes)).toBe(true)
      expect(packed.bytes.length).toBeLessThan(plain.bytes.length / 2)
      tags.add(packed.headers['etag'])
    }
    expect(tags.size).toBe(3)
    const refused = await get(path, { 'accept-encoding': 'br;q=0, gzip;q=0' })
    expect(refused.headers['content-encoding']).toBeUndefined()
  })

  test('what an answer varies by is named, and nothing else matters', async () => {
    const path = address('DisclosureList')
    const forms: Record<string, string>[] = [
      {},
      { accept: 'application/graphql-response+json' },
      { accept: 'application/json' },
      { 'accept-language': 'mn' },
      { cookie: 'other=1' },
      { origin: 'https://elsewhere.example' },
    ]
    const bodies = new Set<string>()
    for (const headers of forms) {
      const reply = await get(path, headers)
      expect(reply.headers['vary']).toBe('Accept, Accept-Encoding, Authorization')
      expect(reply.headers['content-type']).toBe(
        `${headers['accept'] ?? 'application/json'}; charset=utf-8`,
      )
      bodies.add(reply.bytes.toString())
    }
    expect(bodies.size).toBe(1)
  })
})

describe('never', () => {
  test('for anyone who shows a session or a secret, neither given nor kept', async () => {
    const path = address('DisclosureList')
    const { token, cookie } = await app.tokenOf('office')
    const known: Record<string, string>[] = [{ authorization: `Bearer ${token}` }, { cookie }]
    for (const headers of known) {
      app.app.stored.reset()
      const first = await statementsOf(() => get(path, headers))
      expect(await statementsOf(() => get(path, headers))).toBe(first)
      expect(app.app.stored.store?.size()).toBe(0)
      await get(path)
      // Now there is one in memory, which is not for them.
      expect(await statementsOf(() => get(path, headers))).toBe(first)
      const reply = await get(path, headers)
      expect(reply.headers['surrogate-key']).toBeUndefined()
      expect(reply.headers['cache-control']).not.toContain('public')
    }
    expect((await get(path, { authorization: 'Bearer x' })).status).toBe(401)
  })

  test('what is wrong, and what the search engine says', async () => {
    for (const path of [
      address('DisclosureList', { first: 101 }),
      address('DisclosureList', { first: 'x' }),
      address('Search', { query: '通知' }),
    ]) {
      const { headers } = await get(path)
      expect(headers['cache-control']).toBe('no-cache')
      expect(app.app.stored.store?.size()).toBe(0)
    }
  })

  test('beyond the moment at which a display ends, and no longer announced', async () => {
    const path = address('DisclosureList')
    // As if one of them were on display for three seconds more.
    await app.sql('ALTER TABLE publication DISABLE TRIGGER publication_keep')
    await app.sql(
      `UPDATE publication SET display_until = now() + interval '3 seconds' WHERE index_number = $1`,
      [indexNumber],
    )
    await app.sql(
      `SELECT pg_notify('publication_changed', json_build_object('indexNumber', $1::text)::text)`,
      [indexNumber],
    )
    const shows = async () => {
      const { headers, bytes } = await get(path)
      return { shown: bytes.toString().includes(indexNumber), cache: headers['cache-control'] }
    }
    await vi.waitFor(async () => {
      const { cache } = await shows()
      expect(cache).toMatch(/^public, max-age=0, s-maxage=[12], stale-while-revalidate=0$/)
    })
    const until = Date.now() + 3_200
    while (Date.now() < until) await pause(50)
    expect((await shows()).shown).toBe(false)
  })

  test('beyond the moment of a scheduled publication, which nothing kept makes late', async () => {
    const path = address('DisclosureList')
    await get(path)
    const cached = async () => (await get(path)).headers['cache-control']
    await vi.waitFor(async () => expect(await cached()).toMatch(/s-maxage=(?![12],)/))
    const schedule = (state: string, due: string) =>
      app.sql(
        `INSERT INTO release (id, state, due_at, created_by_id, created_at)
         SELECT gen_random_uuid(), $1::release_state, ${due}, id, now() FROM user_account LIMIT 1 RETURNING id`,
        [state],
      )
    const [soon] = await schedule('SCHEDULED', `now() + interval '3 seconds'`)
    await vi.waitFor(async () => {
      expect(await cached()).toMatch(/^public, max-age=0, s-maxage=[12], stale-while-revalidate=0$/)
    })
    // It is due and not there yet: nothing is kept, until it is there.
    await vi.waitFor(() => expect(app.app.stored.expiry()).toBeNull(), { timeout: 5_000 })
    await app.sql(`UPDATE release SET state = 'CANCELLED' WHERE id = $1`, [soon?.['id']])
    await vi.waitFor(async () => expect(await cached()).toMatch(/s-maxage=(?![12],)/))
  })

  test('while changes are not heard: nothing is kept, and all is forgotten', async () => {
    const path = address('DisclosureList')
    await get(path)
    await app.sql(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name = 'gongkai-public' AND datname = current_database()
          AND (query LIKE 'LISTEN publication%' OR query = 'SELECT 1')`,
    )
    await vi.waitFor(() => expect(app.app.stored.expiry()).toBeNull())
    expect(app.app.stored.store?.size()).toBe(0)
    expect((await get(path)).headers['cache-control']).toBe('no-cache')
    expect(app.app.stored.store?.size()).toBe(0)
    await vi.waitFor(() => expect(app.app.stored.expiry()).not.toBeNull(), { timeout: 10_000 })
    expect((await get(path)).headers['cache-control']).toContain('public')
  })
})
