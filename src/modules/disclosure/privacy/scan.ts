import { homeAddresses } from './address.ts'
import { bankCards } from './bank-card.ts'
import { birthDates } from './birth-date.ts'
import { emails, licencePlates } from './contacts.ts'
import { documents } from './documents.ts'
import { type Certainty, type Finding, findingKey } from './finding.ts'
import { health } from './health.ts'
import { idNumbers } from './id-number.ts'
import type { KnownPublic } from './known.ts'
import { minorNames } from './minor-name.ts'
import { type NamesOf, readNames } from './names.ts'
import { oldIdNumbers, thinlyMaskedIdNumbers } from './old-id-number.ts'
import { layOut, type TextPart } from './page.ts'
import { landlines, mobilePhones } from './phone.ts'
import type { Detector, Hit, Scene } from './scene.ts'

// Where two see the same characters, the earlier one keeps them.
const NUMBERS: readonly Detector[] = [idNumbers, documents, bankCards, oldIdNumbers]
/** Whose findings are never certain. */
const SIGNS: readonly Detector[] = [
  thinlyMaskedIdNumbers,
  mobilePhones,
  landlines,
  emails,
  licencePlates,
  homeAddresses,
  birthDates,
  minorNames,
  health,
]

/** Of one type and certainty: who has deleted so many may ask again. A likely one never hides a certain one. */
const MOST_FINDINGS = 1000

/**
 * Looks for personal data in texts, also across the cells and lines of a table (parts in their order).
 * Findings stand in the order of the text and never carry the value, but its hash under the secret. `today` is the
 * date in the county.
 */
export function scan(
  parts: readonly TextPart[],
  known: KnownPublic,
  today: string,
  secret: string | null = null,
): Finding[] {
  const page = layOut(parts)
  let names: NamesOf | undefined
  const scene: Scene = { page, known, today, names: () => (names ??= readNames(page.text)) }
  const taken = new Uint8Array(page.text.length)
  const numbers = NUMBERS.flatMap((detect) => firstOf(detect(scene), taken, 'CERTAIN'))
  const signs = SIGNS.flatMap((detect) => firstOf(detect(scene), taken, 'LIKELY'))
  return [...numbers, ...signs]
    .toSorted((a, b) => a.start - b.start)
    .map(({ start, end, type, certainty, preview }) => {
      const { path, offset } = page.placeOf(start)
      const value = page.text.slice(start, end)
      const key = secret === null ? null : findingKey(secret, { certainty, type, path }, value)
      return { path, offset, type, certainty, key, preview }
    })
}

/** The hits that no earlier one covers, until there are enough of the `highest` certainty there can be. */
function firstOf(seen: Iterable<Hit>, taken: Uint8Array, highest: Certainty): Hit[] {
  const hits: Record<Certainty, Hit[]> = { CERTAIN: [], LIKELY: [] }
  for (const hit of seen) {
    if (taken.subarray(hit.start, hit.end).includes(1)) continue
    taken.fill(1, hit.start, hit.end)
    const equals = hits[hit.certainty]
    if (equals.length < MOST_FINDINGS) equals.push(hit)
    if (hits[highest].length >= MOST_FINDINGS) break
  }
  return [...hits.CERTAIN, ...hits.LIKELY]
}
