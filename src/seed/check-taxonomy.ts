import { reportRepeated } from './check-organizations.ts'
import type { Entry, Report } from './seed-folder.ts'
import type { AreaSeed, ItemSeed } from './shapes.ts'

/** Whether areas and items have codes of their own, and every item somebody who owes it. */
export function checkTaxonomy(
  areas: readonly Entry<AreaSeed>[],
  items: readonly Entry<ItemSeed>[],
  isOrganization: (code: string) => boolean,
  report: Report,
): void {
  reportRepeated(areas, ({ code }) => code, '.code', '领域代码', report)
  reportRepeated(areas, ({ slug }) => slug, '.slug', '领域简名', report)
  reportRepeated(items, ({ code }) => code, '.code', '事项代码', report)
  for (const entry of items) {
    const { points, responsibleUnits, kinds, townships, departments } = entry.value
    for (const [index, { no }] of points.entries()) {
      if (no !== index + 1)
        report(entry, `.points[${index}].no`, `序号应为 ${index + 1}，现为 ${no}`)
    }
    for (const [index, unit] of responsibleUnits.entries()) {
      if (!isOrganization(unit)) report(entry, `.responsibleUnits[${index}]`, `没有机构 ${unit}`)
    }
    reportTwice(entry, 'responsibleUnits', responsibleUnits, report)
    reportTwice(entry, 'kinds', kinds, report)
    checkAreaOnly(entry, report)
    if (responsibleUnits.length === 0 && !townships && !departments) {
      report(entry, '.responsibleUnits', '没有任何机构承担此事项的公开责任')
    }
  }
}

function checkAreaOnly(entry: Entry<ItemSeed>, report: Report): void {
  const { kinds, areaOnlyKinds, areaOnlyReason, audience } = entry.value
  for (const [index, kind] of areaOnlyKinds.entries()) {
    if (!kinds.includes(kind)) report(entry, `.areaOnlyKinds[${index}]`, `此事项不接受体裁 ${kind}`)
  }
  reportTwice(entry, 'areaOnlyKinds', areaOnlyKinds, report)
  if (areaOnlyKinds.length > 0 && audience === 'SOCIETY') {
    report(entry, '.areaOnlyKinds', '此事项只面向全社会公开，不能有只面向特定区域或群体的体裁')
  }
  if (areaOnlyKinds.length > 0 !== (areaOnlyReason !== null)) {
    report(entry, '.areaOnlyReason', '须与 areaOnlyKinds 同时填写，写明方案原文')
  }
}

function reportTwice(
  entry: Entry<unknown>,
  field: string,
  values: readonly string[],
  report: Report,
): void {
  for (const [index, value] of values.entries()) {
    if (values.indexOf(value) < index) report(entry, `.${field}[${index}]`, `${value} 重复`)
  }
}
