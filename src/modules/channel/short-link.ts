import { randomInt } from 'node:crypto'
import type { Reaction } from '../../platform/reaction.ts'
import { PUBLICATION_CHANGED } from '../publication/events.ts'

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const LENGTH = 8

/** Every record has a short link from the moment when everyone may read it; one for a named area never gets one. */
export const giveShortLinks: Reaction = {
  on: [PUBLICATION_CHANGED],
  async react(tx, events, now) {
    const ids = events.map(({ data }) => String(data['disclosureId']))
    const versions = events.map(({ data }) => Number(data['version']))
    await tx.$executeRaw`
      INSERT INTO short_link (code, disclosure_id, created_at)
      SELECT given.code, p.disclosure_id, ${now}
        FROM unnest(${events.map(newCode)}::text[], ${ids}::uuid[], ${versions}::int[])
             AS given (code, disclosure_id, version)
        JOIN publication p ON p.disclosure_id = given.disclosure_id AND p.version = given.version
       WHERE p.audience = 'SOCIETY' AND p.withdrawal_type IS NULL
      ON CONFLICT (disclosure_id) DO NOTHING`
  },
}

/** 62^8 of them, by the system's own randomness. */
function newCode(): string {
  return Array.from({ length: LENGTH }, () => DIGITS[randomInt(DIGITS.length)]).join('')
}
