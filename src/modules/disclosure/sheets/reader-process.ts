import { answering } from '../../../platform/apart-process.ts'
import { DomainError } from '../../../platform/errors.ts'
import { kindOf } from '../kind/registry.ts'
import type { ReaderAnswer, ReaderTask } from './reader.ts'
import { readTable } from './table-reading.ts'

// The other process of reader.ts: reads one file.
answering(async ({ kind, field }: ReaderTask, bytes): Promise<ReaderAnswer> => {
  try {
    return { reading: readTable(await bytes(), kindOf(kind), field) }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return { refusal: { code: error.code, message: error.message } }
  }
})
