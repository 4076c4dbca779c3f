import { parentPort, workerData } from 'node:worker_threads'
import { DomainError } from '../../../platform/errors.ts'
import { kindOf } from '../kind/registry.ts'
import type { ReaderAnswer, ReaderTask } from './reader.ts'
import { readTable } from './table-reading.ts'

// The other thread of reader.ts: reads one file and ends.
const { bytes, kind, field } = workerData as ReaderTask
parentPort?.postMessage(read(), [])

function read(): ReaderAnswer {
  try {
    return { reading: readTable(Buffer.from(bytes), kindOf(kind), field) }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return { refusal: { code: error.code, message: error.message } }
  }
}
