import { maskName } from './mask.ts'
import { isName } from './names.ts'
import { nameCell } from './person.ts'
import { type Column, isUnder, type Row } from './rows.ts'
import type { Hit, Scene } from './scene.ts'

const MINORS = /学生|儿童|孤儿|幼儿|婴儿|未成年|小学|初中|幼儿园|学籍|班级|年级|新生|留守|少年|困境/
/** They stand in such rosters too, and are of age. */
const ADULTS = /监护人|家长|父亲|母亲|教师|老师|班主任|联系人|负责人|校长|大学生|高校|毕业生/
const AGE = /年龄|周岁/
const BORN = /出生|生日/
const OF_AGE = 18

/** Names of minors in rosters (个人信息保护法28: whatever concerns a child under fourteen is sensitive). */
export function* minorNames({ page, today, names }: Scene): Generator<Hit> {
  const { text, headings } = page
  const isMinorsPage = MINORS.test(headings) && !/大学生|高校/.test(headings)
  for (const row of page.rows) {
    const cell = nameCell(text, row)
    if (!cell || isUnder(cell.column, ADULTS)) continue
    const young = ageIn(text, row, today)
    const isMinors = isMinorsPage || row.cells.some(({ column }) => isMinorsColumn(column))
    if (young === undefined ? isMinors : young < OF_AGE) {
      yield hit(cell.start, text.slice(cell.start, cell.end))
    }
  }
  for (const { 0: list, 1: names = '', index } of text.matchAll(LISTED)) {
    yield* listed(index + list.length - names.length, names)
  }
  for (const [index, offset] of names().offsets.entries()) {
    if (CALLED_SO.test(text.slice(Math.max(0, offset - 4), offset)))
      yield hit(offset, names().names[index] ?? '')
  }
  if (isMinorsPage) {
    for (const { 0: line, index } of text.matchAll(NAMES_ONLY)) yield* listed(index, line)
  }
}

function isMinorsColumn(column: Column): boolean {
  return isUnder(column, MINORS) && !isUnder(column, ADULTS)
}

/** Right before a name. */
const CALLED_SO = /(孤儿|儿童|女童|男童|(?<!大)学生|同学)$/
/** 学生名单：甲、乙、丙 */
const LISTED =
  /(?:学生|儿童|孤儿|幼儿|新生)[\u4E00-\u9FFF()\d]{0,8}:\s{0,2}([\u4E00-\u9FFF]{2,4}(?:[、, \t]{1,2}[\u4E00-\u9FFF]{2,4}){0,500})/g
/** A line of nothing but names. */
const NAMES_ONLY =
  /(?<=^|\f)[\u4E00-\u9FFF]{2,4}(?:[、, \t]{1,4}[\u4E00-\u9FFF]{2,4}){0,50}(?=$|\f)/gm

function* listed(start: number, names: string): Generator<Hit> {
  const words = [...names.matchAll(/[\u4E00-\u9FFF]+/g)]
  if (!words.every(({ 0: word }) => isName(word))) return
  for (const { 0: name, index } of words) yield hit(start + index, name)
}

/** The age that the row tells, by an age or a birth year. */
function ageIn(text: string, { cells }: Row, today: string): number | undefined {
  for (const { start, end, column } of cells) {
    const written = text.slice(start, end)
    if (isUnder(column, AGE) && /^\d{1,3}(周?岁)?$/.test(written))
      return Number.parseInt(written, 10)
    const year = isUnder(column, BORN) ? /^(19|20)\d{2}/.exec(written)?.[0] : undefined
    if (year !== undefined) return Number(today.slice(0, 4)) - Number(year)
  }
  return undefined
}

function hit(start: number, name: string): Hit {
  const end = start + name.length
  return { start, end, type: 'MINOR_NAME', certainty: 'LIKELY', preview: maskName(name) }
}
