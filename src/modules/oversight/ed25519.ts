import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto'
import type { SignatureScheme } from './signature.ts'

/** Private keys as PKCS #8 in PEM, public keys as SPKI in base64, signatures in base64. */
export const ed25519: SignatureScheme = {
  newKey() {
    const { privateKey } = generateKeyPairSync('ed25519')
    return String(privateKey.export({ type: 'pkcs8', format: 'pem' }))
  },
  open(written) {
    const key = createPrivateKey(written)
    if (key.asymmetricKeyType !== 'ed25519') throw new Error('no Ed25519 key')
    const publicKey = createPublicKey(key)
      .export({ type: 'spki', format: 'der' })
      .toString('base64')
    return { publicKey, sign: (text) => sign(null, Buffer.from(text), key).toString('base64') }
  },
  verify(publicKey, text, signature) {
    return verify(null, Buffer.from(text), opened(publicKey), Buffer.from(signature, 'base64'))
  },
}

// An archive is signed tens of thousands of times with a handful of keys.
const known = new Map<string, KeyObject>()

function opened(publicKey: string): KeyObject {
  const der = Buffer.from(publicKey, 'base64')
  const key = known.get(publicKey) ?? createPublicKey({ key: der, type: 'spki', format: 'der' })
  if (known.size < 100) known.set(publicKey, key)
  return key
}
