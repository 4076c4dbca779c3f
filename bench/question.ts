/** One contestant's way to answer one question: what the load generator sends. */
export interface Ask {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** Other questions of the same sort; each connection begins with another one. */
  readonly others?: readonly Pick<Ask, 'path' | 'body'>[]
}

/** What every contestant is asked. */
export const QUESTIONS = ['list', 'filtered', 'detail', 'rows', 'search'] as const
export type Question = (typeof QUESTIONS)[number]

/** What stands for the county's records in the questions. */
export interface Subject {
  readonly organization: string
  readonly item: string
  readonly indexNumber: string
  readonly roster: string
  readonly words: string
  /** Other searches: people do not all look for one thing, and those who do may be answered together. */
  readonly otherWords: readonly string[]
}

/** A GraphQL text by POST. */
export function byText(path: string, query: string, variables: object): Ask {
  const headers = { 'content-type': 'application/json' }
  return { method: 'POST', path, headers, body: JSON.stringify({ query, variables }) }
}

/** A plain GET. */
export function byGet(path: string, headers: Record<string, string> = {}): Ask {
  return { method: 'GET', path, headers }
}
