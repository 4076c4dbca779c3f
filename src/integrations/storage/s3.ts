import { openAsBlob } from 'node:fs'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { AwsClient } from 'aws4fetch'
import type { FileStore, StoredFile } from '../../modules/disclosure/ports.ts'

/** A bucket of a service that speaks S3, and who we are to it. */
export interface Bucket {
  readonly endpoint: string
  readonly region: string
  readonly bucket: string
  readonly accessKey: string
  readonly secretKey: string
}

/** The bucket did not do what it was asked. Carries the service's code alone. */
class StorageError extends Error {
  constructor(what: string, code: string) {
    super(`storage: ${what}: ${code}`)
    this.name = 'StorageError'
  }
}

/** The bucket may hold other things beside. */
const PREFIX = 'attachments/'

/** Files in a bucket, addressed by path (`endpoint/bucket/key`), which every such service understands. */
export function s3Store({ endpoint, region, bucket, accessKey, secretKey }: Bucket): FileStore {
  const client = new AwsClient({
    accessKeyId: accessKey,
    secretAccessKey: secretKey,
    service: 's3',
    region,
    retries: 3,
  })
  const root = `${endpoint}/${bucket}`
  /** The answer; null when there is no such file. */
  const ask = async (what: string, url: string, init: RequestInit = {}) => {
    const response = await client.fetch(url, init)
    if (response.ok) return response
    const [, code] = /<Code>(\w+)<\/Code>/.exec(await response.text()) ?? []
    if (code === 'NoSuchKey') return null
    throw new StorageError(what, code ?? String(response.status))
  }
  return {
    async put(id, { path, size, sha256 }) {
      // Signed with the request: the service compares it with what has arrived, and keeps nothing that differs.
      const headers = { 'x-amz-content-sha256': sha256, 'content-length': String(size) }
      const body = await openAsBlob(path)
      await ask('put', `${root}/${PREFIX}${id}`, { method: 'PUT', headers, body })
    },

    async read(id, range) {
      const headers = range && { range: `bytes=${range.start}-${range.end}` }
      const url = `${root}/${PREFIX}${id}`
      const response = await ask('get', url, { headers })
      return response?.body ? Readable.fromWeb(response.body as ReadableStream) : null
    },

    async remove(id) {
      const url = `${root}/${PREFIX}${id}`
      await (await ask('delete', url, { method: 'DELETE' }))?.body?.cancel()
    },

    async *list() {
      for (let after: string | null = ''; after !== null;) {
        const query = new URLSearchParams({ 'list-type': '2', prefix: PREFIX })
        if (after !== '') query.set('start-after', after)
        const page = (await (await ask('list', `${root}?${query}`))?.text()) ?? ''
        const files = filesOf(page)
        yield* files
        const last = files.at(-1)
        after = last && page.includes('<IsTruncated>true<') ? PREFIX + last.id : null
      }
    },
  }
}

function filesOf(page: string): StoredFile[] {
  return [...page.matchAll(/<Contents>([\s\S]*?)<\/Contents>/g)].flatMap(([, entry = '']) => {
    const [, key = ''] = /<Key>([^<]*)<\/Key>/.exec(entry) ?? []
    const [, modified = ''] = /<LastModified>([^<]*)<\/LastModified>/.exec(entry) ?? []
    return [{ id: key.slice(PREFIX.length), storedAt: new Date(modified) }]
  })
}
