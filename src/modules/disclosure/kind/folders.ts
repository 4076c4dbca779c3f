import { join } from 'node:path'

/** Where the declarations of kinds are. A test adds a folder of its own here, and nowhere else. */
export const KIND_FOLDERS: readonly string[] = [join(import.meta.dirname, '..', 'kinds')]
