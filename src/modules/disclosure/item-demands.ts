import type { Problem } from '../../platform/errors.ts'
import type { Item } from '../taxonomy/model.ts'
import { isForArea } from './kind/audience.ts'
import { type Content, type Kind, problem } from './kind/kind.ts'

/** What an item asks of its records, whatever their kind: data of the county's plan. */
export type ItemDemands = Pick<
  Item,
  'title' | 'audience' | 'areaOnlyKinds' | 'areaOnlyReason' | 'hotlineRequired'
>

/** What of it a record does not meet, all at once. */
export function unmetDemands(item: ItemDemands, kind: Kind, content: Content): Problem[] {
  return [...missingHotline(item, content), ...wrongAudience(item, kind, content)]
}

function missingHotline({ hotlineRequired }: ItemDemands, { hotline }: Content): Problem[] {
  return hotlineRequired && hotline === undefined
    ? [problem('hotline', 'REQUIRED', '缺少咨询投诉电话')]
    : []
}

function wrongAudience(item: ItemDemands, kind: Kind, content: Content): Problem[] {
  const forArea = isForArea(content)
  if (forArea && item.audience === 'SOCIETY') {
    const message = `事项“${item.title}”面向全社会公开，不能只面向特定区域或群体`
    return [problem('audience', 'SOCIETY_ONLY', message)]
  }
  if (!forArea && item.areaOnlyKinds.includes(kind.name)) {
    const message = `事项“${item.title}”的“${kind.title}”只能面向特定区域或群体：${item.areaOnlyReason ?? ''}`
    return [problem('audience', 'AREA_ONLY', message)]
  }
  return []
}
