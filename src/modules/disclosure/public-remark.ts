import { PrivacyError } from '../../platform/errors.ts'
import { parseInput } from '../../platform/problems.ts'
import { type FindingType, problemOf } from './privacy/finding.ts'
import { knownPublic } from './privacy/known.ts'
import { scan } from './privacy/scan.ts'
import { cleanText } from './text/plain-text.ts'

/** What an office may well tell of itself: how it is reached. */
const OF_OFFICES: readonly FindingType[] = ['LANDLINE', 'EMAIL']

/**
 * What somebody writes for the public beside a record: why it is withdrawn, what was corrected. At most 500 characters.
 * Nobody decides on what is found in it, as somebody does on content, so that what is likely personal data is refused at
 * once like what is certain (个人信息保护法25).
 */
export function readPublicRemark(given: string, today: string, path: string): string {
  const text = parseInput(cleanText(500), given, path)
  const found = scan([{ path, text }], knownPublic([]), today)
  const personal = found.filter(({ type }) => !OF_OFFICES.includes(type))
  if (personal.length > 0) throw new PrivacyError(personal.map(problemOf))
  return text
}
