/** How long something took, many times over: milliseconds. */
export interface Spread {
  readonly count: number
  readonly p50: number
  readonly p99: number
}

/** The middle and the worst but one in a hundred. */
export function spreadOf(durations: readonly number[]): Spread {
  const sorted = durations.toSorted((a, b) => a - b)
  const at = (share: number) =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) /
    10
  return { count: sorted.length, p50: at(0.5), p99: at(0.99) }
}

/** The one in the middle. */
export function middleOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
