import type { Choice, Field, FieldType } from '../kind/field.ts'
import { type Converted, decimalOf, integerOf, SCIENTIFIC, yearOf } from './convert-number.ts'
import { dateOf, instantOf, monthOf } from './convert-time.ts'
import { restored } from './formula.ts'
import type { Cell } from './sheet.ts'

/** Excel keeps so many digits of a number and makes zeros of the rest. */
const KEPT_DIGITS = 15
const LOST_DIGITS = {
  code: 'NUMBER_AS_TEXT',
  message:
    'Excel 已把长号码变成数字，末几位已丢失且无法恢复；请把该列设为“文本”格式，按原件重新填写',
}

/** What a cell means for a field, before the field's own check. */
export function convert(field: Field, cell: Cell): Converted {
  if (cell.kind === 'error') {
    return { code: 'FORMULA_ERROR', message: '单元格的公式没有结果，请改为数值' }
  }
  return meaningOf(field, cell.kind === 'text' ? { ...cell, text: restored(cell.text) } : cell)
}

function meaningOf(field: Field, cell: Cell): Converted {
  const { type } = field
  if ('choice' in type) return choiceOf(type.choice.values, cell)
  if ('list' in type) return listOf(field, type.list, cell)
  if (!('scalar' in type)) throw new Error(`${field.title} is no plain value`)
  switch (type.scalar) {
    case 'String':
      return field.widget === 'month' ? monthOf(cell) : textOf(field, cell)
    case 'Int':
      return field.widget === 'year' ? yearOf(cell) : integerOf(cell, field.unit ?? '')
    case 'Decimal':
      return decimalOf(cell, field.unit)
    case 'Boolean':
      return flagOf(cell)
    case 'Date':
      return dateOf(cell)
    case 'DateTime':
      return instantOf(cell)
  }
}

function textOf({ widget, personal, schema }: Field, { kind, text }: Cell): Converted {
  const isNumber = kind === 'number' || kind === 'percent'
  const digits = text.replaceAll(/\D/g, '').replace(/^0+/, '').length
  if (isNumber && (digits > KEPT_DIGITS || SCIENTIFIC.test(text))) return LOST_DIGITS
  if (isNumber && personal?.data === 'ID_NUMBER') return LOST_DIGITS
  if (SCIENTIFIC.test(text.normalize('NFKC').trim()) && text.includes('+')) return LOST_DIGITS
  if (personal?.data === 'ID_NUMBER' && endsInZeros(text) && !schema.safeParse(text).success) {
    return LOST_DIGITS
  }
  // Line breaks within a cell are for its width; only a field of several lines keeps them.
  return { value: widget === 'textarea' ? text : text.replaceAll(/\s*[\r\n]+\s*/g, ' ') }
}

/** What Excel makes of the last digits when such a file is saved as CSV. */
function endsInZeros(text: string): boolean {
  return /^\s*\d{15}000\s*$/.test(text.normalize('NFKC'))
}

function choiceOf(values: Readonly<Record<string, Choice>>, { text }: Cell): Converted {
  const wanted = bare(text)
  const entries = Object.entries(values)
  const exactly = entries.filter(([name, { title }]) => name === text || bare(title) === wanted)
  const partly = entries.filter(([, { title }]) => partsOf(title).includes(wanted))
  const [found, another] = exactly.length > 0 ? exactly : partly
  if (found && !another) return { value: found[0] }
  const answered = answerOf(entries, wanted)
  if (answered) return { value: answered }
  const titles = entries.map(([, { title }]) => title).join('、')
  return { code: 'NOT_ALLOWED_VALUE', message: `只能填写：${titles}` }
}

/** 是 and 否 under 是否达标, where there are two values and the second denies the first. */
function answerOf(entries: readonly (readonly [string, Choice])[], word: string): string | null {
  const [yes, no, ...more] = entries
  if (!yes || !no || more.length > 0 || no[1].title !== `不${yes[1].title}`) return null
  if (YES.includes(word)) return yes[0]
  return NO.includes(word) ? no[0] : null
}

/** 红色 and 一级 of 红色（一级）; 吊销 and 撤销 of 吊销、撤销. */
function partsOf(title: string): string[] {
  return title.split(/[、（）()/]/).map(bare)
}

function bare(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/[\s、,]/g, '')
    .toUpperCase()
}

/** The separators that people use, each only where none before it is there: an element may hold the later ones. */
const SEPARATORS = [/\r?\n/, /[；;]/, /[、，,]/]

function listOf(field: Field, type: FieldType, { kind, text }: Cell): Converted {
  const separator = SEPARATORS.find((one) => one.test(text))
  const parts = separator ? text.split(separator) : [text]
  const element = { ...field, type, widget: undefined }
  const converted = parts
    .filter((part) => part.trim() !== '')
    .map((part) => meaningOf(element, { kind: separator ? 'text' : kind, text: part }))
  const wrong = converted.find((one) => 'code' in one)
  return wrong ?? { value: converted.map((one) => ('value' in one ? one.value : undefined)) }
}

const YES = ['是', '有', '√', '✓', 'Y', 'YES', 'TRUE', '1']
const NO = ['否', '无', '×', '✗', 'N', 'NO', 'FALSE', '0']

function flagOf({ text }: Cell): Converted {
  const word = bare(text)
  if (YES.includes(word)) return { value: true }
  if (NO.includes(word)) return { value: false }
  return { code: 'NOT_ALLOWED_VALUE', message: '只能填写：是、否' }
}
