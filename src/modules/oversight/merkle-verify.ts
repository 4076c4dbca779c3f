import type { DigestName } from './digest.ts'
import { nodeHash } from './merkle.ts'

/** What is claimed: that the leaf stands at `index` of the tree of `size` leaves with this root. */
export interface InclusionClaim {
  readonly leaf: Buffer
  readonly index: number
  readonly size: number
  readonly root: Buffer
}

/** RFC 9162, 2.1.3.2: whether the proof leads from the leaf to the root. */
export function provesInclusion(
  name: DigestName,
  { leaf, index, size, root }: InclusionClaim,
  proof: readonly Buffer[],
): boolean {
  if (index >= size) return false
  let [place, last, hash] = [index, size - 1, leaf]
  for (const sibling of proof) {
    if (last === 0) return false
    if (place % 2 === 1 || place === last) {
      hash = nodeHash(name, sibling, hash)
      while (place % 2 === 0 && place !== 0) [place, last] = [place / 2, half(last)]
    } else {
      hash = nodeHash(name, hash, sibling)
    }
    ;[place, last] = [half(place), half(last)]
  }
  return last === 0 && hash.equals(root)
}

/** A tree by its size and root. */
export interface TreeHead {
  readonly size: number
  readonly root: Buffer
}

/** RFC 9162, 2.1.4.2: whether the proof shows that the first tree is the beginning of the second. */
export function provesConsistency(
  name: DigestName,
  first: TreeHead,
  second: TreeHead,
  proof: readonly Buffer[],
): boolean {
  if (first.size > second.size || first.size === 0) return false
  if (first.size === second.size) return proof.length === 0 && first.root.equals(second.root)
  const path = isPowerOfTwo(first.size) ? [first.root, ...proof] : proof
  const [start, ...siblings] = path
  if (!start || proof.length === 0) return false
  let [place, last] = [first.size - 1, second.size - 1]
  while (place % 2 === 1) [place, last] = [half(place), half(last)]
  let [older, newer] = [start, start]
  for (const sibling of siblings) {
    if (last === 0) return false
    if (place % 2 === 1 || place === last) {
      older = nodeHash(name, sibling, older)
      newer = nodeHash(name, sibling, newer)
      while (place % 2 === 0 && place !== 0) [place, last] = [place / 2, half(last)]
    } else {
      newer = nodeHash(name, newer, sibling)
    }
    ;[place, last] = [half(place), half(last)]
  }
  return last === 0 && older.equals(first.root) && newer.equals(second.root)
}

function half(number: number): number {
  return Math.floor(number / 2)
}

function isPowerOfTwo(number: number): boolean {
  return Number.isInteger(Math.log2(number))
}
