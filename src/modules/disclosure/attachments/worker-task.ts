import { Worker } from 'node:worker_threads'
import type { Finding } from '../privacy/finding.ts'
import type { KnownPublic } from '../privacy/known.ts'
import type { Extension } from './file-type.ts'
import { FileRefusedError, type Refusal, refuseFile } from './refusal.ts'
import type { Section } from './text.ts'

/** What the worker is asked to do. */
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

/** What the worker answers: a result, a refusal, or nothing intelligible. */
export type Answer =
  | { readonly text: FileText }
  | { readonly findings: readonly Finding[] }
  | { readonly refusal: Refusal }

/** Hostile input took longer or more memory than any honest file does. */
class ExhaustedError extends Error {}

const LONGEST_MS = 20_000
const HEAP_MB = 128
/** What the process as a whole may grow by: buffers are in no heap, and no limit of a thread holds them. */
const GROWTH_BYTES = 128 * 1024 * 1024
const LOOK_EVERY_MS = 10

let waiting: Promise<unknown> = Promise.resolve()

/** Parses the file and reads its text, away from the event loop. */
export async function readInWorker(path: string, extension: Extension): Promise<FileText> {
  const answer = await inTurn({ do: 'read', path, extension }).catch((error: unknown) => {
    if (!(error instanceof ExhaustedError)) throw error
    return refuseFile('TOO_COMPLEX', '文件内容过大或过于复杂，无法检查，请拆分或简化后再上传')
  })
  if ('refusal' in answer) throw new FileRefusedError(answer.refusal)
  if (!('text' in answer)) throw new Error('the worker has read nothing')
  return answer.text
}

/** Looks for personal data in files, away from the event loop; paths of findings begin with `attachments.<n>`. */
export async function scanInWorker(task: ScanTask): Promise<readonly Finding[]> {
  const answer = await inTurn({ do: 'scan', ...task })
  if (!('findings' in answer)) throw new Error('the worker has found out nothing')
  return answer.findings
}

/** One at a time: the limits are those of the whole process. */
function inTurn(task: Task): Promise<Answer> {
  const turn = waiting.then(() => run(task))
  waiting = turn.catch(() => undefined)
  return turn
}

async function run(task: Task): Promise<Answer> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: task,
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: 32 },
  })
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const before = process.memoryUsage.rss()
  const tooLong = setTimeout(() => reject(new ExhaustedError('time')), LONGEST_MS)
  const watch = setInterval(() => {
    if (process.memoryUsage.rss() - before > GROWTH_BYTES) reject(new ExhaustedError('memory'))
  }, LOOK_EVERY_MS)
  worker.once('message', resolve)
  worker.once('error', (error: NodeJS.ErrnoException) => {
    reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new ExhaustedError('heap') : error)
  })
  worker.once('exit', () => reject(new Error('the worker has ended without an answer')))
  try {
    return await promise
  } finally {
    clearTimeout(tooLong)
    clearInterval(watch)
    await worker.terminate()
  }
}
