import type { Settings } from 'meilisearch'
import type { SearchSettings } from '../../modules/search/model.ts'

/** Chinese, so that text is split by a Chinese dictionary whatever script the engine takes it for. */
export const LOCALES = ['cmn']

/** The settings in the engine's words. */
export function engineSettings(settings: SearchSettings): Settings {
  const { searched, filtered, sorted, exact, newestBy, breaks, dictionary, synonyms } = settings
  return {
    searchableAttributes: [...searched],
    filterableAttributes: [...filtered],
    sortableAttributes: [...sorted],
    rankingRules: [
      'words',
      'typo',
      'proximity',
      'attribute',
      'sort',
      'exactness',
      `${newestBy}:desc`,
    ],
    localizedAttributes: [{ attributePatterns: ['*'], locales: LOCALES }],
    separatorTokens: [...breaks],
    dictionary: [...dictionary],
    synonyms: Object.fromEntries(
      Object.entries(synonyms).map(([word, others]) => [word, [...others]]),
    ),
    // Nobody looks for the values of facets by their beginnings, for which every write would sort all ids anew.
    facetSearch: false,
    stopWords: [],
    typoTolerance: { enabled: true, disableOnNumbers: true, disableOnAttributes: [...exact] },
    faceting: { maxValuesPerFacet: settings.facetValues, sortFacetValuesBy: { '*': 'count' } },
    pagination: { maxTotalHits: settings.reachableHits },
  }
}
