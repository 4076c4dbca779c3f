import { isOpenName } from './names.ts'
import { lastAtOrBefore } from './normalise.ts'
import { type Cell, type Column, isUnder, type Row } from './rows.ts'
import { rowAt, type Scene, sentenceBounds } from './scene.ts'

const NAME_COLUMN = /姓\s*名|名字|户主|申请人|对象|受助|学生|患者|儿童|孤儿|老人|幼儿/
const NO_NAME_COLUMN = /类|数|属性|标准|编号|电话|身份|关系|单位|学校|情况/

/** Whether a column holds names of the persons that the table is about. */
function isNameColumn(column: Column): boolean {
  return isUnder(column, NAME_COLUMN) && !isUnder(column, NO_NAME_COLUMN)
}

/** The cell of a row that names its person, when nothing covers the name. */
export function nameCell(text: string, { cells }: Row): Cell | undefined {
  return cells.find(
    ({ start, end, column }) => isNameColumn(column) && isOpenName(text.slice(start, end)),
  )
}

/** The private person that a place in the text is about: named in its row, or in its sentence. */
export function personAt({ page, names }: Scene, start: number, end: number): string | undefined {
  const row = rowAt(page, start)
  const cell = row && nameCell(page.text, row)
  if (cell) return page.text.slice(cell.start, cell.end)
  const [from, to] = sentenceBounds(page, start, end)
  const { offsets, names: found } = names()
  const index = lastAtOrBefore(offsets, to - 1)
  return (offsets[index] ?? -1) >= from ? found[index] : undefined
}
