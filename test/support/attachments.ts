import { createHash } from 'node:crypto'
import type { TestApp } from './app.ts'
import { type Sent, sendFile } from './uploads.ts'

/** What a file is known by. */
export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** A notice with files. */
export function noticeWith(
  title: string,
  attachments: readonly string[],
  bodyMarkdown = '见附件。',
) {
  return { notice: { title, bodyMarkdown, attachments } }
}

/** How files go to a server, which is started later, and come from it. */
export function fileClient(app: () => TestApp) {
  const send = (name: string, bytes: Uint8Array, by = 'wjj.editor'): Promise<Sent> =>
    sendFile(app(), by, name, bytes)
  return {
    send,
    sent: async (name: string, bytes: Uint8Array): Promise<NonNullable<Sent['attachment']>> => {
      const { attachment, code } = await send(name, bytes)
      if (!attachment) throw new Error(`${name} was refused: ${code}`)
      return attachment
    },
    get: (id: string, headers: Record<string, string> = {}, method = 'GET') =>
      fetch(`${app().url}/files/${id}`, { method, headers }),
    authorised: async (username: string): Promise<Record<string, string>> => ({
      authorization: `Bearer ${(await app().tokenOf(username)).token}`,
    }),
  }
}
