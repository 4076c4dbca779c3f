import { readFileSync } from 'node:fs'
import { type GraphQLSchema, parse } from 'graphql'
import { compiled, type Execute } from './compiled.ts'

/** A document of a front end of ours, written down before the server started. */
export interface ManifestEntry {
  /** Name of the operation and of its file. */
  readonly name: string
  /** Which front end asks it. */
  readonly client: string
  /** What it costs, for whoever reads the manifest. */
  readonly cost: number
  readonly text: string
}

/** All of them by the SHA-256 of their text. */
export type Manifest = Readonly<Record<string, ManifestEntry>>

/** A document that may be asked for by its id alone. */
export interface TrustedDocument {
  readonly id: string
  readonly text: string
  readonly execute: Execute
}

/** The document with this id, or null. */
export type TrustedDocuments = (id: string) => TrustedDocument | null

/**
 * The documents of the manifest, each parsed and compiled when it is first asked for. They were validated and costed
 * when the manifest was made, and `npm run check` compares it with the schema.
 */
export function trustedDocuments(schema: GraphQLSchema, manifest: Manifest): TrustedDocuments {
  const ready = new Map<string, TrustedDocument>()
  return (id) => {
    const known = ready.get(id)
    if (known) return known
    const entry = Object.hasOwn(manifest, id) ? manifest[id] : undefined
    if (!entry) return null
    const document = { id, text: entry.text, execute: compiled(schema, parse(entry.text)) }
    ready.set(id, document)
    return document
  }
}

/** The manifest as `npm run fix` has written it. */
export function readManifest(): Manifest {
  const file = new URL('../../clients/manifest.json', import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')) as Manifest
}
