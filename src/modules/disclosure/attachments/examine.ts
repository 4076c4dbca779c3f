import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { fileTypeFromFile } from 'file-type'
import type { ReadyFile } from '../ports.ts'
import { type Extension, FILE_TYPES, PICTURES, type Picture } from './file-type.ts'
import type { Workplace } from './receive.ts'
import { refuseFile } from './refusal.ts'
import type { Section } from './text.ts'
import { readFileApart } from './reader.ts'

/** What is kept of an upload. */
export interface Examined {
  readonly file: ReadyFile
  readonly textLayer: boolean | null
  readonly sections: readonly Section[]
}

/** Takes a file only if its content is what its name says, and reads its text; throws a FileRefusedError otherwise. */
export async function examine(
  received: ReadyFile,
  extension: Extension,
  workplace: Workplace,
): Promise<Examined> {
  if (received.size === 0) refuseFile('EMPTY', '文件是空的')
  await assertSignature(received.path, extension)
  if (isPictureType(extension)) {
    const path = workplace.another()
    await (await import('./picture.ts')).reencode(received.path, path, extension)
    return { file: await measured(path), textLayer: null, sections: [] }
  }
  return { file: received, ...(await readFileApart(received.path, extension)) }
}

async function assertSignature(path: string, extension: Extension): Promise<void> {
  const { signature, title } = FILE_TYPES[extension]
  if (signature === null) return
  const found = await fileTypeFromFile(path)
  if (found?.ext !== signature) {
    refuseFile('CONTENT_MISMATCH', `文件内容不是 ${title}，与扩展名不符`)
  }
}

function isPictureType(extension: Extension): extension is Picture {
  return PICTURES.some((one) => one === extension)
}

async function measured(path: string): Promise<ReadyFile> {
  const hash = createHash('sha256')
  let size = 0
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk)
    size += chunk.length
  }
  return { path, size, sha256: hash.digest('hex') }
}
