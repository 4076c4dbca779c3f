import type { Problem } from '../../../platform/errors.ts'
import type { Content, Kind } from '../kind/kind.ts'
import { publicContent } from '../kind/mask.ts'
import type { PrivacyDecisionKind } from '../model.ts'
import { type Finding, mustGo, problemOf, undecided } from './finding.ts'
import { declaredContacts, partsOf } from './parts.ts'
import { knownPublic } from './known.ts'
import { scan } from './scan.ts'

/**
 * What personal data the public would read in the content: personal fields are looked at as their masks leave
 * them. `today` is the date in the county; with the installation's secret the findings carry their keys.
 */
export function findingsIn(
  kind: Kind,
  content: Content,
  today: string,
  secret: string | null = null,
): Finding[] {
  const shown = publicContent(kind, content)
  return scan(partsOf(kind, shown), knownPublic(declaredContacts(kind, shown)), today, secret)
}

/** A finding with what was decided about it. */
export interface JudgedFinding {
  readonly finding: Finding
  readonly decision: PrivacyDecisionKind | null
  /** Whether the kind lets the office pass it although it is certain. */
  readonly overridable: boolean
}

/** What stops an edition at a step of its way: what is certain, or also what nobody has found publishable. */
export type Strictness = 'CERTAIN' | 'ALL'

/** Why the findings keep an edition from going on; none when it may. */
export function objections(judged: readonly JudgedFinding[], strictness: Strictness): Problem[] {
  return judged.flatMap(({ finding, decision, overridable }) => {
    const passed = decision === 'PUBLISHABLE'
    if (finding.certainty === 'CERTAIN') return passed && overridable ? [] : [problemOf(finding)]
    if (passed || strictness === 'CERTAIN') return []
    return [decision === 'MUST_GO' ? mustGo(finding) : undecided(finding)]
  })
}

/** Whether the office may let a finding pass: it is certain, and the kind names it with the law that allows it. */
export function isOverridable({ overridable }: Kind, content: Content, finding: Finding): boolean {
  if (finding.certainty === 'LIKELY' || !overridable) return false
  return overridable.types.includes(finding.type) && overridable.when(content)
}
