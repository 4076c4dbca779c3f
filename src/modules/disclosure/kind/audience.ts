import type { Problem } from '../../../platform/errors.ts'
import { type Content, problem } from './kind.ts'

/** Whether a record is for a named area or group only. */
export function isForArea(content: Content): boolean {
  return content['audience'] === 'AREA'
}

/**
 * Who may read must be said in one way: an area has its name, and whoever names an area must not publish to everyone by
 * forgetting to choose it.
 */
export function audienceFaults(content: Content): Problem[] {
  const { audienceName, audienceOrganizations } = content
  if (isForArea(content)) {
    return audienceName === undefined
      ? [problem('audienceName', 'REQUIRED', '缺少特定区域或群体的名称')]
      : []
  }
  if (audienceName === undefined && audienceOrganizations === undefined) return []
  const message = '已填写特定区域或群体，公开范围应选择“面向特定区域或群体”'
  return [problem('audience', 'AREA_NOT_CHOSEN', message)]
}

/** The organizations whose staff may read it beside those of its own; none unless it is for a named area. */
export function audienceOrganizationsOf(content: Content): string[] {
  const codes = content['audienceOrganizations']
  return isForArea(content) && Array.isArray(codes) ? codes.map(String) : []
}
