import { REACHABLE_HITS, type SearchSettings, WORD_BREAK } from './model.ts'
import { indexable } from './terms.ts'

/** A county's words: groups that mean the same, and names that must not be torn apart. */
export interface CountyWords {
  readonly synonyms: readonly (readonly string[])[]
  /**
   * A name listed here is found whole only: the engine splits a text into the longest names it knows. So list the stem
   * that people look for (民政局, 公营子), never a longer name that contains it (县民政局, 公营子镇).
   */
  readonly dictionary: readonly string[]
}

/** The settings of the index; a change takes effect when a server starts. */
export function searchSettings({ synonyms, dictionary }: CountyWords): SearchSettings {
  return {
    searched: [
      'numbers',
      'title',
      'keywords',
      'summary',
      'details',
      'body',
      'mentions',
      'topics',
      'mongolian',
      'files',
    ],
    filtered: ['area', 'item', 'organization', 'publisher', 'kind', 'year', 'publishedAt', 'id'],
    sorted: ['publishedAt'],
    exact: ['numbers', 'mentions'],
    newestBy: 'publishedAt',
    breaks: [WORD_BREAK],
    dictionary,
    synonyms: bothWays(synonyms),
    reachableHits: REACHABLE_HITS,
    facetValues: 200,
  }
}

/** Every word of a group stands for every other. */
function bothWays(groups: CountyWords['synonyms']): Record<string, string[]> {
  const others = new Map<string, Set<string>>()
  for (const group of groups.map((words) => words.map(indexable))) {
    for (const word of group) {
      const known = others.get(word) ?? new Set()
      for (const other of group) if (other !== word) known.add(other)
      others.set(word, known)
    }
  }
  return Object.fromEntries([...others].map(([word, set]) => [word, [...set]]))
}
