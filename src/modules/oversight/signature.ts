import { sha256 } from '../../platform/canonical.ts'
import { ed25519 } from './ed25519.ts'
import { sm2 } from './sm2.ts'

/** A way to sign: everything else knows keys and signatures as texts. */
export interface SignatureScheme {
  /** A new private key as it is kept in its file. */
  readonly newKey: () => string
  /** Opens a private key; throws when it is none of this scheme. */
  open(written: string): {
    readonly publicKey: string
    readonly sign: (text: string) => string
  }
  /** Whether the signature is right; throws, or is false, when key or signature are malformed. */
  verify(publicKey: string, text: string, signature: string): boolean
}

/** Ed25519 (RFC 8032), or SM2 with SM3 (GB/T 32918) where Chinese algorithms are asked for. */
export const SCHEME_NAMES = ['ed25519', 'sm2'] as const
export type SchemeName = (typeof SCHEME_NAMES)[number]

export const schemes: Readonly<Record<SchemeName, SignatureScheme>> = { ed25519, sm2 }

/** The public half of a key, known by its id for as long as anything is signed with it. */
export interface PublicKey {
  readonly id: string
  readonly scheme: SchemeName
  readonly publicKey: string
}

/** Signs in the name of one installation. */
export interface Signer extends PublicKey {
  readonly sign: (text: string) => string
}

/** Names a public key. */
export function keyIdOf(publicKey: string): string {
  return sha256(publicKey).slice(0, 16)
}

/** Whether the text was signed with the key; what is malformed was not. */
export function isSigned(
  { scheme, publicKey }: PublicKey,
  text: string,
  signature: string,
): boolean {
  // Base64 has several spellings of the same bytes, of which one is ours.
  if (Buffer.from(signature, 'base64').toString('base64') !== signature) return false
  try {
    return schemes[scheme].verify(publicKey, text, signature)
  } catch {
    return false
  }
}
