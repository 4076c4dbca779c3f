import { PrivacyError } from '../../platform/errors.ts'
import { parseInput } from '../../platform/problems.ts'
import { problemOf } from './privacy/finding.ts'
import { knownPublic } from './privacy/known.ts'
import { scan } from './privacy/scan.ts'
import { cleanText } from './text/plain-text.ts'

/**
 * What somebody writes for the public beside a record: why it is withdrawn, what was corrected. At most 500 characters, and
 * nobody reviews it, so that what is certainly personal data is refused at once.
 */
export function readPublicRemark(given: string, today: string, path: string): string {
  const text = parseInput(cleanText(500), given, path)
  const found = scan([{ path, text }], knownPublic([]), today)
  const certain = found.filter(({ certainty }) => certainty === 'CERTAIN')
  if (certain.length > 0) throw new PrivacyError(certain.map(problemOf))
  return text
}
