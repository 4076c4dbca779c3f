import { sm2 as curve } from 'sm-crypto-v2'
import type { SignatureScheme } from './signature.ts'

// Node knows the curve, but its sign('sm3') with such a key is no SM2 signature: that hashes the signer's identity and
// public key along with the text (GB/T 32918.2, 5.5).
const OPTIONS = { hash: true, der: true } as const

/** Keys in hex, public ones uncompressed, signatures as DER in base64; the identity is the standard's default one. */
export const sm2: SignatureScheme = {
  newKey: () => curve.generateKeyPairHex().privateKey,
  open(written) {
    const privateKey = written.trim()
    const publicKey = curve.getPublicKeyFromPrivateKey(privateKey)
    const options = { ...OPTIONS, publicKey }
    return {
      publicKey,
      sign: (text) =>
        Buffer.from(curve.doSignature(text, privateKey, options), 'hex').toString('base64'),
    }
  },
  verify: (publicKey, text, signature) =>
    curve.doVerifySignature(
      text,
      Buffer.from(signature, 'base64').toString('hex'),
      publicKey,
      OPTIONS,
    ),
}
