import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto'

/** Encrypts what is stored and must not be read in the database, and finds it again without opening it. */
export interface Sealer {
  /** Bound to its context: sealed for one column, it opens for no other. */
  seal(plain: string, context: string): string
  /** What was sealed; a text that never was is given back as it is. */
  open(stored: string, context: string): string
  /** The same for the same value and context, and nothing to anyone without the key. */
  fingerprint(value: string, context: string): string
}

/** The key that something was sealed with is not among those of this server. */
export class SealingKeyError extends Error {}

export const SEALING_KEY_BYTES = 32

const MARK = 'sealed'
/** AES-256-GCM, with a nonce of 96 bits and a tag of 128 bits (NIST SP 800-38D). */
const ALGORITHM = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Seals with the first key and opens with all. The last one makes fingerprints: new keys are put in front. */
export function sealer(keys: readonly Buffer[]): Sealer {
  const [newest, oldest] = [keys[0], keys.at(-1)]
  if (!newest || !oldest) throw new SealingKeyError('没有用于加密个人信息的密钥')
  const byId = new Map(keys.map((key) => [idOf(key), key]))
  const fingerprints = createHmac('sha256', oldest).update('fingerprints').digest()
  return {
    seal(plain, context) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv(ALGORITHM, newest, nonce).setAAD(Buffer.from(context))
      const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      const bytes = Buffer.concat([nonce, cipher.getAuthTag(), sealed])
      return [MARK, ALGORITHM, idOf(newest), bytes.toString('base64url')].join(':')
    },
    open(stored, context) {
      const [mark, algorithm, id = '', text = ''] = stored.split(':')
      if (mark !== MARK || algorithm !== ALGORITHM) return stored
      const key = byId.get(id)
      if (!key) throw new SealingKeyError(`缺少编号为 ${id} 的个人信息加密密钥`)
      const bytes = Buffer.from(text, 'base64url')
      const tagAt = NONCE_BYTES + TAG_BYTES
      const opener = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE_BYTES))
        .setAAD(Buffer.from(context))
        .setAuthTag(bytes.subarray(NONCE_BYTES, tagAt))
      return Buffer.concat([opener.update(bytes.subarray(tagAt)), opener.final()]).toString('utf8')
    },
    fingerprint: (value, context) =>
      createHmac('sha256', fingerprints).update(`${context}\n${value}`).digest('base64url'),
  }
}

/** A key as it stands in settings and in the file. */
export function keyOf(text: string): Buffer {
  const key = Buffer.from(text.trim(), 'base64')
  if (key.length === SEALING_KEY_BYTES) return key
  throw new SealingKeyError(`加密密钥应为 ${SEALING_KEY_BYTES} 字节的 Base64`)
}

/** Names a key without telling it. */
function idOf(key: Buffer): string {
  return createHash('sha256').update('key-id').update(key).digest('hex').slice(0, 8)
}
