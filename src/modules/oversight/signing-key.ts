import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { keyIdOf, type SchemeName, schemes, type Signer } from './signature.ts'

/** Where the private key lies: never in the database, so that whoever changes rows there cannot sign them. */
export interface KeyPlace {
  readonly keyFile: string
  readonly signature: SchemeName
}

/** Opens the signing key; makes it when there is none, readable by its owner alone. */
export async function openSigner({ keyFile, signature: scheme }: KeyPlace): Promise<Signer> {
  const { newKey } = schemes[scheme]
  await mkdir(dirname(keyFile), { recursive: true, mode: 0o700 })
  // Of two processes that start at once one writes, and both read what it wrote.
  await writeFile(keyFile, newKey(), { flag: 'wx', mode: 0o600 }).catch(unlessThere)
  return signerOf(scheme, await readFile(keyFile, 'utf8'))
}

/** The signer that a private key makes. */
export function signerOf(scheme: SchemeName, written: string): Signer {
  const { publicKey, sign } = schemes[scheme].open(written)
  return { id: keyIdOf(publicKey), scheme, publicKey, sign }
}

function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}
