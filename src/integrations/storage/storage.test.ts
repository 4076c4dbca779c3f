import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type S3Server, startS3 } from '../../../test/support/s3.ts'
import type { FileStore, ReadyFile } from '../../modules/disclosure/ports.ts'
import { sha256 } from '../../platform/canonical.ts'
import { localStore } from './local.ts'
import { s3Store } from './s3.ts'

// What the port promises, asked of everything that implements it.

let folder: string
let s3: S3Server

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gongkai-storage-'))
  s3 = await startS3()
})

afterAll(async () => {
  await s3.close()
  await rm(folder, { recursive: true, force: true })
})

const STORES: Record<string, () => FileStore> = {
  'a folder': () => localStore(join(folder, 'stored')),
  'a bucket': () => s3Store(s3.bucket),
}

async function ready(bytes: Uint8Array): Promise<ReadyFile> {
  const path = join(folder, randomUUID())
  await writeFile(path, bytes)
  return { path, size: bytes.length, sha256: sha256(bytes) }
}

async function idsIn(store: FileStore): Promise<string[]> {
  const ids: string[] = []
  for await (const { id } of store.list()) ids.push(id)
  return ids
}

describe.each(Object.keys(STORES))('%s', (name) => {
  const store = () => (STORES[name] as () => FileStore)()

  test('gives back what was put in, whole or in part', async () => {
    const id = randomUUID()
    const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, n) => n % 251))
    await store().put(id, await ready(bytes))
    const whole = await store().read(id)
    expect(whole && (await buffer(whole)).equals(bytes)).toBe(true)
    const part = await store().read(id, { start: 99_999, end: 100_001 })
    expect(part && (await buffer(part))).toEqual(bytes.subarray(99_999, 100_002))
  })

  test('has nothing that was not put in, or is removed', async () => {
    const id = randomUUID()
    expect(await store().read(id)).toBeNull()
    await store().remove(id)
    await store().put(id, await ready(Buffer.from('x')))
    await store().remove(id)
    expect(await store().read(id)).toBeNull()
  })

  test('lists all that it has, with its time', async () => {
    for await (const { id } of store().list()) await store().remove(id)
    const ids = Array.from({ length: 12 }, () => randomUUID())
    for (const id of ids) await store().put(id, await ready(Buffer.from(id)))
    expect((await idsIn(store())).toSorted()).toEqual(ids.toSorted())
    for await (const { storedAt } of store().list()) {
      expect(Math.abs(Date.now() - storedAt.getTime())).toBeLessThan(60_000)
    }
  })
})

// The server of the other tests cannot answer in pages on this version of Node.
test('a list goes on where a page of the bucket ends', async () => {
  const ids = Array.from({ length: 5 }, () => randomUUID()).toSorted()
  const server = createServer((request, response) => {
    const after = new URL(request.url ?? '', 'http://localhost').searchParams.get('start-after')
    const rest = ids.map((id) => `attachments/${id}`).filter((key) => key > (after ?? ''))
    const entry = (key: string) =>
      `<Contents><Key>${key}</Key><LastModified>2026-01-01T00:00:00Z</LastModified></Contents>`
    const entries = rest.slice(0, 2).map(entry).join('')
    response.end(`<R><IsTruncated>${rest.length > 2}</IsTruncated>${entries}</R>`)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  expect(await idsIn(s3Store({ ...s3.bucket, endpoint: `http://127.0.0.1:${port}` }))).toEqual(ids)
  server.closeAllConnections()
  server.close()
})

test('a bucket that we may not use, or that is not there, is an error and not an empty one', async () => {
  const stranger = s3Store({ ...s3.bucket, accessKey: 'STRANGER' })
  const nowhere = s3Store({ ...s3.bucket, bucket: 'nowhere' })
  for (const store of [stranger, nowhere]) {
    await expect(idsIn(store)).rejects.toThrow(/^storage: list: /)
    await expect(store.read(randomUUID())).rejects.toThrow(/^storage: get: /)
    await expect(store.put(randomUUID(), await ready(Buffer.from('x')))).rejects.toThrow(
      /^storage: put: /,
    )
  }
})

test('an empty folder, and one that is not there, list nothing', async () => {
  expect(await idsIn(localStore(join(folder, 'nowhere')))).toEqual([])
  await mkdir(join(folder, 'empty', 'ab'), { recursive: true })
  expect(await idsIn(localStore(join(folder, 'empty')))).toEqual([])
  expect(await readdir(join(folder, 'empty'))).toEqual(['ab'])
})
