import type { CountyCache } from '../../taxonomy/model.ts'
import type { GuideSeed, Site } from '../model.ts'
import type { StandingFigures } from '../read-columns.ts'

/** One class of what is published: an area of the plan, and how much of it there is. */
export interface GuideClass {
  readonly code: string
  readonly title: string
  readonly itemTitles: readonly string[]
  readonly count: number
}

/** 政府信息公开指南 (条例12): classification, arrangement, ways to obtain, and the office in charge. */
export interface DisclosureGuide extends GuideSeed {
  readonly classes: readonly GuideClass[]
  /** Codes of the organizations that publish today. */
  readonly organizations: readonly string[]
}

/** The guide as it is today: classes and counts are read, not written. */
export function guideOf(
  { guide }: Site,
  county: CountyCache,
  figures: readonly StandingFigures[],
): DisclosureGuide {
  const classes = county.areas().map(({ code, title, items }) => ({
    code,
    title,
    itemTitles: items.map((item) => item.title),
    count: figures
      .filter(({ areaCode }) => areaCode === code)
      .reduce((sum, { count }) => sum + count, 0),
  }))
  const organizations = county
    .organizations()
    .filter(({ validTo }) => validTo === null)
    .map(({ code }) => code)
  return { ...guide, classes, organizations }
}
