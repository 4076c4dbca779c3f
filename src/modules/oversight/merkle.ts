import { digest, type DigestName } from './digest.ts'

// The Merkle tree of RFC 6962, section 2.1. Sizes and numbers of leaves are counted beyond 32 bits, so without bitwise
// operators.

const LEAF = Buffer.of(0)
const NODE = Buffer.of(1)

/** Leaves `from` up to but not including `to`. */
export interface Range {
  readonly from: number
  readonly to: number
}

/** A full subtree: the `index`-th of those with 2^level leaves. Once there it never changes. */
export interface Subtree {
  readonly level: number
  readonly index: number
}

/** Hash of a leaf. */
export function leafHash(name: DigestName, data: string | Uint8Array): Buffer {
  return digest(name, LEAF, data)
}

/** Hash over two neighbours. */
export function nodeHash(name: DigestName, left: Uint8Array, right: Uint8Array): Buffer {
  return digest(name, NODE, left, right)
}

/** The full subtrees that the leaves of a range are made of, from left to right; the range is one that proofs ask for. */
export function subtreesOf({ from, to }: Range): Subtree[] {
  const subtrees: Subtree[] = []
  for (let start = from; start < to;) {
    const width = 2 ** Math.floor(Math.log2(to - start))
    subtrees.push({ level: Math.log2(width), index: start / width })
    start += width
  }
  return subtrees
}

/** The hash over neighbouring subtrees, each at most as large as the one before it. */
export function foldedHash(name: DigestName, subtrees: readonly Uint8Array[]): Buffer {
  const [last, ...others] = subtrees.toReversed()
  if (!last) return digest(name)
  return Buffer.from(others.reduce((right, left) => nodeHash(name, left, right), last))
}

/** RFC 6962, 2.1.1: whose hashes lead from one leaf to the root, the nearest first. */
export function inclusionPath(leaf: number, { from, to }: Range): Range[] {
  if (to - from <= 1) return []
  const middle = from + splitOf(to - from)
  return leaf < middle
    ? [...inclusionPath(leaf, { from, to: middle }), { from: middle, to }]
    : [...inclusionPath(leaf, { from: middle, to }), { from, to: middle }]
}

/** RFC 6962, 2.1.2: whose hashes show that the tree of `first` leaves is the beginning of the tree of `second`. */
export function consistencyPath(first: number, second: number): Range[] {
  return first === 0 ? [] : consistencyWithin(first, { from: 0, to: second }, true)
}

function consistencyWithin(first: number, { from, to }: Range, whole: boolean): Range[] {
  if (first === to) return whole ? [] : [{ from, to }]
  const middle = from + splitOf(to - from)
  return first <= middle
    ? [...consistencyWithin(first, { from, to: middle }, whole), { from: middle, to }]
    : [...consistencyWithin(first, { from: middle, to }, false), { from, to: middle }]
}

/** The largest power of two below the width. */
function splitOf(width: number): number {
  return 2 ** (Math.ceil(Math.log2(width)) - 1)
}

/** The end of a tree as it grows: enough to know its root after every leaf. */
export class Frontier {
  readonly name: DigestName
  size: number
  #subtrees: Buffer[]

  /** Goes on after `size` leaves, given the hashes of the full subtrees that they make. */
  constructor(name: DigestName, size = 0, subtrees: readonly Buffer[] = []) {
    this.name = name
    this.size = size
    this.#subtrees = [...subtrees]
  }

  /** Takes the hash of the next leaf; gives the full subtrees that it completes above itself. */
  append(leaf: Buffer): (Subtree & { readonly hash: Buffer })[] {
    const completed = []
    let hash = leaf
    let index = this.size
    for (let level = 1; index % 2 === 1; level++) {
      hash = nodeHash(this.name, this.#subtrees.pop() ?? hash, hash)
      index = (index - 1) / 2
      completed.push({ level, index, hash })
    }
    this.#subtrees.push(hash)
    this.size += 1
    return completed
  }

  /** The hashes of the full subtrees, the largest first. */
  get subtrees(): readonly Buffer[] {
    return this.#subtrees
  }

  root(): Buffer {
    return foldedHash(this.name, this.#subtrees)
  }
}
