import type { Entry, Report } from './seed-folder.ts'
import type { SearchSeed } from './shapes.ts'

/** Whether no word stands in two places: engines join groups that share a word. */
export function checkSearch(search: Entry<SearchSeed>, report: Report): void {
  const { synonyms, dictionary } = search.value
  const grouped = new Set<string>()
  for (const [group, words] of synonyms.entries()) {
    for (const [index, word] of words.entries()) {
      if (grouped.has(word)) report(search, `.synonyms[${group}][${index}]`, `${word} 重复`)
      grouped.add(word)
    }
  }
  for (const [index, word] of dictionary.entries()) {
    if (dictionary.indexOf(word) < index) report(search, `.dictionary[${index}]`, `${word} 重复`)
  }
}
