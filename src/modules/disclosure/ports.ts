import type { Readable } from 'node:stream'

/** Bytes of a file, both ends inclusive. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/** A file on this machine that is ready to be stored. */
export interface ReadyFile {
  readonly path: string
  readonly size: number
  /** In hex. */
  readonly sha256: string
}

/** A file in the store. */
export interface StoredFile {
  readonly id: string
  readonly storedAt: Date
}

/** Where the bytes of attachments lie, each under its id. What is stored is whole, or not there. */
export interface FileStore {
  /** Stores the file; may take it away from where it was. */
  put(id: string, file: ReadyFile): Promise<void>
  /** The bytes, or a range of them that lies within the file; null when the store has no such file. */
  read(id: string, range?: ByteRange): Promise<Readable | null>
  /** Removing what is not there changes nothing. */
  remove(id: string): Promise<void>
  list(): AsyncIterable<StoredFile>
}

/** Where uploads go. */
export interface FileDesk {
  readonly store: FileStore
  /** For uploads under way; absolute. */
  readonly folder: string
  /** Bytes of one upload. */
  readonly limit: number
}
