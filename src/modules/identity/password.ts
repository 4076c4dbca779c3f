import { randomInt } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import { z } from 'zod'
import { shownNameRule, usernameRule } from './model.ts'

/** argon2id with 19 MiB, two passes, one lane: the library's algorithm is argon2id unless told otherwise. */
const COST = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 } as const

/** A hash of the same cost whose password nobody knows: what an unknown user's password is compared with. */
const NOBODY =
  '$argon2id$v=19$m=19456,t=2,p=1$PB2MtDOPVskx7jLbcV+P5g$eahdP6UbGaKLP/Z3j8RQe206ByQCFU8X1WJyE4dsi7Y'

const SHORTEST = 12
const LONGEST = 128

/** No accepted password is longer as sent (UTF-16 units); the rest of a longer one is not even looked at. */
const LONGEST_SENT = 1024

/** What is wrong with a new password, or null. Lengths count code points. */
export function passwordFault(
  password: string,
  username: string,
): { code: string; message: string } | null {
  if (/[\p{Cc}\p{Cs}]/u.test(password)) {
    return { code: 'INVALID_CHARACTERS', message: '口令含有不允许的字符' }
  }
  const { length } = Array.from(normal(password.slice(0, LONGEST_SENT)))
  if (length < SHORTEST) return { code: 'TOO_SHORT', message: `口令不得少于${SHORTEST}个字符` }
  if (length > LONGEST || password.length > LONGEST_SENT) {
    return { code: 'TOO_LONG', message: `口令不得超过${LONGEST}个字符` }
  }
  if (normal(password).toLowerCase() === username.toLowerCase()) {
    return { code: 'SAME_AS_USERNAME', message: '口令不得与用户名相同' }
  }
  return null
}

/** What a new account must be like; all faults are told at once. */
export const newAccountRule = z
  .object({ username: usernameRule, displayName: shownNameRule, password: z.string() })
  .superRefine(({ username, password }, issues) => {
    const fault = passwordFault(password, username)
    if (!fault) return
    const { code, message } = fault
    issues.addIssue({ code: 'custom', path: ['password'], message, params: { code } })
  })

/** The hash to store. */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(normal(password), COST))
}

/** Whether the password is the hash's. Without a hash it is false after the same work, so that time tells nothing. */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  const typed = normal(password.slice(0, LONGEST_SENT))
  const matches = await inTurn(() => verify(stored ?? NOBODY, typed))
  return matches && stored !== null && password.length <= LONGEST_SENT
}

/** Input methods write the same character in several ways. */
function normal(password: string): string {
  return password.normalize('NFKC')
}

/** Each hash takes 19 MiB and a core for tens of milliseconds: a flood of sign-ins must not take the machine. */
const AT_ONCE = 2
let running = 0
const waiting: (() => void)[] = []

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running < AT_ONCE) running++
  else await new Promise<void>((go) => waiting.push(go))
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}

/** Letters and digits that cannot be mistaken for each other. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789'

/** A password for a person to read from a screen and type: 79 bits. */
export function randomPassword(): string {
  const group = () => Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
  return Array.from({ length: 4 }, group).join('-')
}
