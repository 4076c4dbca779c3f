/** What a record's content may hold where a file cannot know the value. */
export interface Markers {
  /** `{ "ref": "flood-1" }`: the index number of another record. */
  readonly indexNumberOf: (ref: string) => string
  /** `{ "day": 7 }`: a calendar date so many days from that of seeding, for displays that shall be open. */
  readonly dayFromNow: (days: number) => string
}

/** Content with its markers replaced; everything else stays as it is. */
export function withoutMarkers<T>(content: T, markers: Markers): T {
  return replaced(content, markers) as T
}

/** The refs that content holds. */
export function refsIn(content: unknown): string[] {
  const refs: string[] = []
  withoutMarkers(content, {
    indexNumberOf: (ref) => String(refs.push(ref)),
    dayFromNow: String,
  })
  return refs
}

/** So many days from a calendar date. */
export function dayAfter(today: string, days: number): string {
  const date = new Date(today)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

function replaced(value: unknown, markers: Markers): unknown {
  if (Array.isArray(value)) return value.map((one) => replaced(one, markers))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  const [[key, marked] = []] = entries.length === 1 ? entries : []
  if (key === 'ref' && typeof marked === 'string') return markers.indexNumberOf(marked)
  if (key === 'day' && typeof marked === 'number') return markers.dayFromNow(marked)
  return Object.fromEntries(entries.map(([name, one]) => [name, replaced(one, markers)]))
}
