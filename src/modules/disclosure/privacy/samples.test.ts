import { describe, expect, test } from 'vitest'
import { knownPublic } from './known.ts'
import samples from './samples.json' with { type: 'json' }
import { scan } from './scan.ts'
import type { TextPart } from './page.ts'

interface Sample {
  readonly what: string
  readonly text?: string
  readonly parts?: readonly TextPart[]
  /** Contacts that an organ has declared. */
  readonly known?: readonly string[]
  /** Types in any order; `!` marks those that are certain. Empty for a look-alike. */
  readonly found: readonly string[]
}

const TODAY = '2026-10-01'
const all = samples as readonly Sample[]

function foundIn({ text = '', parts = [{ path: 'text', text }], known = [] }: Sample): string[] {
  return scan(parts, knownPublic(known), TODAY).map(
    ({ type, certainty }) => type + (certainty === 'CERTAIN' ? '!' : ''),
  )
}

/** Of two lists, what one has in common with the other, each as often as both have it. */
function common(some: readonly string[], others: readonly string[]): string[] {
  const left = [...others]
  return some.filter((one) => {
    const index = left.indexOf(one)
    if (index >= 0) left.splice(index, 1)
    return index >= 0
  })
}

function measured(pick: (found: readonly string[]) => readonly string[]) {
  const counts = { expected: 0, reported: 0, right: 0 }
  for (const sample of all) {
    const [expected, reported] = [pick(sample.found), pick(foundIn(sample))]
    counts.expected += expected.length
    counts.reported += reported.length
    counts.right += common(reported, expected).length
  }
  const { expected, reported, right } = counts
  return { ...counts, recall: right / expected, precision: right / reported }
}

const certain = (found: readonly string[]) => found.filter((one) => one.endsWith('!'))
const ofAnyCertainty = (found: readonly string[]) => found.map((one) => one.replace('!', ''))
const percent = (share: number) => `${(share * 100).toFixed(1)} %`

describe('the labelled samples', () => {
  test('are many, and half of them are look-alikes', () => {
    const lookAlikes = all.filter(({ found }) => found.length === 0)
    expect(all.length).toBeGreaterThanOrEqual(320)
    expect(lookAlikes.length).toBeGreaterThanOrEqual(150)
    expect(new Set(all.map(({ what }) => what)).size).toBe(all.length)
  })

  test('certain findings miss nothing and are hardly ever wrong', () => {
    const { recall, precision, ...counts } = measured(certain)
    console.log(`certain: recall ${percent(recall)}, precision ${percent(precision)}`, counts)
    expect(recall).toBe(1)
    expect(precision).toBeGreaterThanOrEqual(0.97)
  })

  test('all findings together are good enough to ask a person', () => {
    const { recall, precision, ...counts } = measured(ofAnyCertainty)
    console.log(`all: recall ${percent(recall)}, precision ${percent(precision)}`, counts)
    expect(recall).toBeGreaterThanOrEqual(0.97)
    expect(precision).toBeGreaterThanOrEqual(0.97)
  })

  test.each(all)('$what', (sample) => {
    expect(foundIn(sample).toSorted()).toEqual(sample.found.toSorted())
  })
})
