import type { Site } from '../model.ts'
import type { Block, PrintDocument, SheetSize } from './document.ts'
import { blocksOf, type PrintedRecord } from './sheet.ts'

/** Service guides of several items as one book with its contents. */
export function handbookOf(
  site: Site,
  guides: readonly PrintedRecord[],
  { size, date }: { readonly size: SheetSize; readonly date: string },
): PrintDocument {
  const chapters = guides.flatMap((guide): Block[] => [
    { kind: 'chapter', text: guide.record.title ?? '' },
    ...blocksOf(site, guide, [{ label: '公开主体', value: guide.record.organizationName }]),
  ])
  return {
    size,
    title: '办事服务指南',
    subtitle: `${site.sponsor}　${date}`,
    author: site.sponsor,
    footer: `${site.name}　办事服务指南`,
    blocks: [{ kind: 'contents', title: '目录' }, ...chapters],
  }
}
