import { ValidationError } from '../../../platform/errors.ts'

/** Why a file is not taken: a stable code, and what the clerk can do about it. */
export interface Refusal {
  readonly code: string
  readonly message: string
}

/** A file that is not what it says, is damaged, or hides something. */
export class FileRefusedError extends ValidationError {
  constructor({ code, message }: Refusal) {
    super([{ path: 'file', code, message }], code)
  }
}

/** Ends the examination of a file. */
export function refuseFile(code: string, message: string): never {
  throw new FileRefusedError({ code, message })
}
