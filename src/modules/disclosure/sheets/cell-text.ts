import type { Field, FieldType } from '../kind/field.ts'

/** A value as it stands in a cell: read back, it is the same value. */
export function cellText({ type }: Field, value: unknown): string {
  return value === undefined || value === null ? '' : textOf(type, value)
}

/** The title over a column, with its unit. */
export function columnTitle({ title, unit }: Field): string {
  return unit === undefined ? title : `${title}（${unit}）`
}

/** Whether the value is a number that a spreadsheet program keeps exactly. */
export function isExactNumber({ type, widget }: Field, text: string): boolean {
  if (!('scalar' in type) || !['Int', 'Decimal'].includes(type.scalar)) return false
  const isMoney = widget === 'money' && text.replaceAll(/\D/g, '').length <= 15
  return isMoney || String(Number(text)) === text
}

function textOf(type: FieldType, value: unknown): string {
  if ('choice' in type) return type.choice.values[String(value)]?.title ?? String(value)
  if ('list' in type) return listText((value as unknown[]).map((one) => textOf(type.list, one)))
  if (typeof value === 'boolean') return value ? '是' : '否'
  return value instanceof Date ? value.toJSON() : String(value)
}

// A lone element that holds a separator is followed by a stronger one, so that it is not taken for several.
function listText(elements: readonly string[]): string {
  const separator = elements.some((element) => /[；;]/.test(element)) ? '\n' : '；'
  const alone = elements.length === 1 && /[；;、，,]/.test(elements[0] ?? '')
  return elements.join(separator) + (alone ? separator : '')
}
