import { randomInt } from 'node:crypto'
import type { Reaction } from '../../platform/reaction.ts'
import { PUBLICATION_CHANGED } from '../publication/events.ts'

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const LENGTH = 8

/** Every record has a short link from the moment when everyone may read it; one for a named area never gets one. */
export const giveShortLinks: Reaction = {
  on: [PUBLICATION_CHANGED],
  async react(tx, { data: { disclosureId, version } }, now) {
    await tx.$executeRaw`
      INSERT INTO short_link (code, disclosure_id, created_at)
      SELECT ${newCode()}, disclosure_id, ${now}
        FROM publication
       WHERE disclosure_id = ${disclosureId}::uuid AND version = ${version}::int
         AND audience = 'SOCIETY' AND withdrawal_type IS NULL
      ON CONFLICT (disclosure_id) DO NOTHING`
  },
}

/** 62^8 of them, by the system's own randomness. */
function newCode(): string {
  return Array.from({ length: LENGTH }, () => DIGITS[randomInt(DIGITS.length)]).join('')
}
