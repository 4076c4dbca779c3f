import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DIGESTS, digest, type DigestName } from './digest.ts'
import {
  consistencyPath,
  foldedHash,
  Frontier,
  inclusionPath,
  leafHash,
  nodeHash,
  type Range,
  subtreesOf,
} from './merkle.ts'
import { provesConsistency, provesInclusion } from './merkle-verify.ts'

/** The leaves of the reference implementation of RFC 6962, and the roots over the first of them. */
const LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((hex) => Buffer.from(hex, 'hex'))

const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

/** 2.1 of the RFC to the letter: the hash of a list of leaves. */
function definedHash(name: DigestName, leaves: readonly Buffer[]): Buffer {
  const [only] = leaves
  if (!only) return digest(name)
  if (leaves.length === 1) return leafHash(name, only)
  let split = 1
  while (split * 2 < leaves.length) split *= 2
  const half = (from: number, to?: number) => definedHash(name, leaves.slice(from, to))
  return nodeHash(name, half(0, split), half(split))
}

/** Hashes of a path from nothing but full subtrees, as they are stored. */
function hashesOf(name: DigestName, leaves: readonly Buffer[], path: readonly Range[]): Buffer[] {
  return path.map((range) => {
    const full = subtreesOf(range).map(({ level, index }) =>
      definedHash(name, leaves.slice(index * 2 ** level, (index + 1) * 2 ** level)),
    )
    return foldedHash(name, full)
  })
}

const hex = (hashes: readonly Buffer[]) => hashes.map((hash) => hash.toString('hex'))

describe('RFC 6962', () => {
  test.each(ROOTS.map((root, size) => [size, root] as const))(
    'the root over %i leaves',
    (size, root) => {
      const frontier = new Frontier('sha256')
      for (const leaf of LEAVES.slice(0, size)) frontier.append(leafHash('sha256', leaf))
      expect(frontier.root().toString('hex')).toBe(root)
      expect(definedHash('sha256', LEAVES.slice(0, size)).toString('hex')).toBe(root)
    },
  )

  test.each([
    [0, 1, []],
    [
      0,
      8,
      [
        '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
      ],
    ],
    [
      5,
      8,
      [
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
        'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    ],
    [2, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
    [
      1,
      5,
      [
        '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      ],
    ],
  ])('the inclusion of leaf %i among %i', (leaf, size, expected) => {
    const path = inclusionPath(leaf, { from: 0, to: size })
    expect(hex(hashesOf('sha256', LEAVES, path))).toEqual(expected)
  })

  test.each([
    [1, 1, []],
    [
      1,
      8,
      [
        '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
      ],
    ],
    [
      6,
      8,
      [
        '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
        'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    ],
    [
      2,
      5,
      [
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      ],
    ],
  ])('the consistency of %i with %i', (first, second, expected) => {
    expect(hex(hashesOf('sha256', LEAVES, consistencyPath(first, second)))).toEqual(expected)
  })
})

const tree = fc
  .array(fc.uint8Array({ maxLength: 4 }), { minLength: 1, maxLength: 70 })
  .map((leaves) => leaves.map((leaf) => Buffer.from(leaf)))
const digests = fc.constantFrom(...DIGESTS)

test('every leaf of every tree is proved to be in it, and nothing else is', () => {
  fc.assert(
    fc.property(digests, tree, fc.nat(), fc.nat(), (name, leaves, chosen, harmed) => {
      const index = chosen % leaves.length
      const claim = {
        leaf: leafHash(name, leaves[index] ?? Buffer.of()),
        index,
        size: leaves.length,
        root: definedHash(name, leaves),
      }
      const proof = hashesOf(name, leaves, inclusionPath(index, { from: 0, to: leaves.length }))
      expect(provesInclusion(name, claim, proof)).toBe(true)

      expect(provesInclusion(name, { ...claim, leaf: leafHash(name, 'other') }, proof)).toBe(false)
      expect(provesInclusion(name, { ...claim, index: leaves.length }, proof)).toBe(false)
      expect(provesInclusion(name, claim, [...proof, claim.root])).toBe(false)
      if (proof.length === 0) return
      expect(provesInclusion(name, claim, proof.slice(1))).toBe(false)
      expect(provesInclusion(name, claim, harm(proof, harmed))).toBe(false)
    }),
  )
})

test('every tree is proved to be the beginning of every later one, and of no other', () => {
  fc.assert(
    fc.property(digests, tree, fc.nat(), fc.nat(), (name, leaves, chosen, harmed) => {
      const size = 1 + (chosen % leaves.length)
      const head = (list: readonly Buffer[]) => ({
        size: list.length,
        root: definedHash(name, list),
      })
      const [first, second] = [head(leaves.slice(0, size)), head(leaves)]
      const proof = hashesOf(name, leaves, consistencyPath(size, leaves.length))
      expect(provesConsistency(name, first, second, proof)).toBe(true)

      const other = head([...leaves.slice(0, size - 1), Buffer.from('other leaf')])
      expect(provesConsistency(name, other, second, proof)).toBe(false)
      expect(provesConsistency(name, first, second, [...proof, first.root])).toBe(false)
      if (proof.length === 0) return
      expect(provesConsistency(name, first, second, proof.slice(1))).toBe(false)
      expect(provesConsistency(name, first, second, harm(proof, harmed))).toBe(false)
    }),
  )
})

function harm(proof: readonly Buffer[], which: number): Buffer[] {
  return proof.map((hash, i) =>
    i === which % proof.length
      ? Buffer.from(hash.map((byte, at) => (at === 0 ? byte ^ 1 : byte)))
      : hash,
  )
}

test('a tree goes on growing from its end, and its subtrees are those that proofs ask for', () => {
  fc.assert(
    fc.property(tree, fc.nat(), (leaves, cut) => {
      const whole = new Frontier('sha256')
      const stored = new Map<string, Buffer>()
      leaves.forEach((leaf, index) => {
        const hash = leafHash('sha256', leaf)
        stored.set(`0:${index}`, hash)
        for (const made of whole.append(hash)) stored.set(`${made.level}:${made.index}`, made.hash)
      })
      const size = cut % leaves.length
      const ends = subtreesOf({ from: 0, to: size }).map(({ level, index }) =>
        stored.get(`${level}:${index}`),
      )
      const resumed = new Frontier('sha256', size, ends as Buffer[])
      for (const leaf of leaves.slice(size)) resumed.append(leafHash('sha256', leaf))
      expect(resumed.root()).toEqual(whole.root())
      expect(resumed.subtrees).toEqual(whole.subtrees)
    }),
  )
})
