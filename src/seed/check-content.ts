import type { Entry, Report } from './seed-folder.ts'
import type { ItemSeed, SearchSeed } from './shapes.ts'

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

interface RecordHead {
  readonly itemCode: string
  readonly kind: string
  readonly organization: string
}

/** Whether records are of items that accept their kind, and of organizations that exist. */
export function checkRecords(
  records: readonly Entry<RecordHead>[],
  items: readonly Entry<ItemSeed>[],
  { isItem, isOrganization }: Record<'isItem' | 'isOrganization', (code: string) => boolean>,
  report: Report,
): void {
  for (const entry of records) {
    const { itemCode, kind, organization } = entry.value
    const item = items.find(({ value }) => value.code === itemCode)
    if (!isItem(itemCode)) report(entry, '.itemCode', `没有事项 ${itemCode}`)
    if (item && !item.value.kinds.includes(kind)) {
      report(entry, '.kind', `事项 ${itemCode} 不接受体裁 ${kind}`)
    }
    if (!isOrganization(organization)) report(entry, '.organization', `没有机构 ${organization}`)
  }
}
