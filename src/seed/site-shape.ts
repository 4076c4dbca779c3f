import { z } from 'zod'
import type { ColumnSeed } from '../modules/site/model.ts'
import { guideShape } from './guide-shape.ts'
import {
  line,
  matching,
  optional,
  organizationCode,
  areaCode,
  itemCode,
  kindName,
} from './shapes.ts'

const columnCode = matching(
  /^[a-z][a-z0-9-]{0,39}$/,
  '栏目代码由小写字母、数字和连字符组成，以字母开头，至多 40 个字符',
)
const classCode = matching(/^[A-Z][A-Z_]{0,39}$/, '更新类别代码由大写字母和下划线组成')
const path = (placeholder: string) =>
  matching(/^\/[^?#\s]*$/, '应为以 / 开头的路径').includes(placeholder, `须含 ${placeholder}`)

const shows = z
  .strictObject({
    areas: z.array(areaCode).default([]),
    items: z.array(itemCode).default([]),
    organizations: z.array(organizationCode).default([]),
    kinds: z.array(kindName).default([]),
  })
  .refine((given) => Object.values(given).some((values) => values.length > 0), '至少要有一项条件')

const columnShape: z.ZodType<ColumnSeed> = z.lazy(() =>
  z.strictObject({
    code: columnCode,
    title: line(60),
    description: optional(line(300)),
    type: optional(line(60)),
    updateClass: optional(classCode),
    shows: optional(shows),
    children: z.array(columnShape).default([]),
  }),
)

/** site.json: the county's site and its columns. */
export const siteShape = z.strictObject({
  name: line(60),
  idCode: matching(/^\d{10}$/, '政府网站标识码为 10 位数字'),
  sponsor: line(),
  organizer: line(),
  guide: guideShape,
  paths: z.strictObject({ record: path('{indexNumber}'), column: path('{code}') }),
  updateClasses: z.array(
    z.strictObject({
      code: classCode,
      title: line(60),
      within: matching(/^P[1-9]\d{0,3}[DMY]$/, '应为 P14D、P6M、P1Y 形式的期限'),
    }),
  ),
  columns: z.array(columnShape).min(1),
})
export type SiteFile = z.output<typeof siteShape>
