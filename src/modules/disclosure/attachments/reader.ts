import { apart, ApartLimitError, oneAfterTheOther } from '../../../platform/apart.ts'
import type { Finding } from '../privacy/finding.ts'
import type { KnownPublic } from '../privacy/known.ts'
import type { Extension } from './file-type.ts'
import { FileRefusedError, type Refusal, refuseFile } from './refusal.ts'
import type { Section } from './text.ts'

/** What the other process is asked to do. */
export type Task =
  | { readonly do: 'read'; readonly path: string; readonly extension: Extension }
  | ({ readonly do: 'scan' } & ScanTask)

/** Files to be looked through for personal data. */
export interface ScanTask {
  /** The record's title: it tells a list of children from others. */
  readonly title: string
  readonly files: readonly FileToScan[]
  readonly known: KnownPublic
  /** The date in the county. */
  readonly today: string
  /** Of the installation, for the keys of findings. */
  readonly secret: string
}

/** One of them, with its place among the record's attachments. */
export interface FileToScan {
  readonly id: string
  readonly index: number
  readonly name: string
  readonly sections: readonly Section[]
}

/** What was read of a file. */
export interface FileText {
  readonly textLayer: boolean | null
  readonly sections: readonly Section[]
}

/** What it answers: a result or a refusal. */
export type Answer =
  | { readonly text: FileText }
  | { readonly findings: readonly Finding[] }
  | { readonly refusal: Refusal }

const LIMITS = { timeMs: 20_000, memoryMb: 96 }

const inTurn = oneAfterTheOther()

/** Parses the file and reads its text, in a process of its own. */
export async function readFileApart(path: string, extension: Extension): Promise<FileText> {
  const answer = await answerTo({ do: 'read', path, extension }, [path]).catch((error: unknown) => {
    if (!(error instanceof ApartLimitError)) throw error
    return refuseFile('TOO_COMPLEX', '文件内容过大或过于复杂，无法检查，请拆分或简化后再上传')
  })
  if ('refusal' in answer) throw new FileRefusedError(answer.refusal)
  if (!('text' in answer)) throw new Error('nothing was read')
  return answer.text
}

/** Looks for personal data in files, in a process of its own; paths of findings begin with `attachments.<n>`. */
export async function scanFilesApart(task: ScanTask): Promise<readonly Finding[]> {
  const answer = await answerTo({ do: 'scan', ...task })
  if (!('findings' in answer)) throw new Error('nothing was found out')
  return answer.findings
}

/** One at a time: together they would need more memory than the server has. */
function answerTo(data: Task, reads: readonly string[] = []): Promise<Answer> {
  const module = new URL('./reader-process.ts', import.meta.url)
  return inTurn(() => apart<Answer>({ module, data, reads, ...LIMITS }))
}
