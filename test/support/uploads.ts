import type { TestApp } from './app.ts'

/** What an upload was answered with. */
export interface Sent {
  readonly status: number
  readonly attachment?: {
    readonly id: string
    readonly name: string
    readonly mediaType: string
    readonly size: number
    readonly sha256: string
    readonly originalSha256: string
    readonly textLayer: boolean | null
    readonly url: string
  }
  readonly code?: string
  readonly message?: string
}

/** Sends a file as a member of staff, or as nobody. */
export async function sendFile(
  { url, tokenOf }: Pick<TestApp, 'url' | 'tokenOf'>,
  username: string | null,
  name: string,
  bytes: Uint8Array,
  organizationCode = 'wjj',
): Promise<Sent> {
  const signedIn = username && { authorization: `Bearer ${(await tokenOf(username)).token}` }
  const response = await fetch(`${url}/uploads?organizationCode=${organizationCode}`, {
    method: 'POST',
    headers: { 'x-file-name': encodeURIComponent(name), ...signedIn },
    body: bytes as Uint8Array<ArrayBuffer>,
  })
  const { attachment, errors } = (await response.json()) as {
    attachment?: Sent['attachment']
    errors?: { message: string; extensions: { code: string } }[]
  }
  const [error] = errors ?? []
  return {
    status: response.status,
    attachment,
    code: error?.extensions.code,
    message: error?.message,
  }
}
