import { PrivacyError } from '../../../platform/errors.ts'
import { under } from '../kind/content.ts'
import type { Content, Kind } from '../kind/kind.ts'
import { publicContent } from '../kind/mask.ts'
import { inputKey } from '../kind/registry.ts'
import { type Finding, problemOf } from './finding.ts'
import { declaredContacts, partsOf } from './parts.ts'
import { knownPublic } from './known.ts'
import { scan } from './scan.ts'

/**
 * What personal data the public would read in the content: personal fields are looked at as their masks leave
 * them. `today` is the date in the county.
 */
export function findingsIn(kind: Kind, content: Content, today: string): Finding[] {
  const shown = publicContent(kind, content)
  return scan(partsOf(kind, shown), knownPublic(declaredContacts(kind, shown)), today)
}

/**
 * Lets content pass only when nothing in it is certainly personal data (个人信息保护法25: nothing is published
 * without consent); the PrivacyError tells every place and no value. `inFiles` was found in its attachments.
 */
export function assertNoPersonalData(
  kind: Kind,
  content: Content,
  today: string,
  inFiles: readonly Finding[] = [],
): void {
  const certain = [...findingsIn(kind, content, today), ...inFiles].filter(
    ({ certainty }) => certainty === 'CERTAIN',
  )
  if (certain.length === 0) return
  throw new PrivacyError(under(`content.${inputKey(kind)}`, certain.map(problemOf)))
}
