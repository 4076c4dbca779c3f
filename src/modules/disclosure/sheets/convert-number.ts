import type { Cell } from './sheet.ts'

/** A cell brought to the form that its field checks, or what is wrong with it. */
export type Converted =
  | { readonly value: unknown }
  | { readonly code: string; readonly message: string }

export const SCIENTIFIC = /^[+-]?\d+(\.\d+)?E[+-]?\d+$/i

/** The digits of a number as people mean it: without signs of money, thousands and units. Null when it is none. */
export function decimalOf({ kind, text }: Cell, unit = ''): Converted {
  if (kind === 'date' || kind === 'boolean') return { code: 'WRONG_TYPE', message: '应为数字' }
  if (kind !== 'text') return exact(kind === 'percent' && unit === '%' ? shifted(text) : text)
  const narrow = text.normalize('NFKC').replaceAll(/\s/g, '')
  if (SCIENTIFIC.test(narrow)) {
    const message = '数字写成了科学计数法，末几位可能已丢失，请改为普通数字'
    return { code: 'SCIENTIFIC', message }
  }
  const [, sign = '', size = '', rest = ''] = /^[¥$]?([+-]?)[¥$]?([\d,.]*)(.*)$/.exec(narrow) ?? []
  if (/^[万亿千百]/.test(rest) || narrow.includes('$')) {
    return { code: 'UNIT_MISMATCH', message: `数量的单位应为${unit || '个'}，请换算后填写` }
  }
  const known = rest === '' || rest === unit || (unit === '元' && /^(元整?|圆)$/.test(rest))
  const grouped = /^\d{1,3}(,\d{3})+(\.\d+)?$/.test(size)
  if (!known || !(grouped || /^\d+(\.\d+)?$/.test(size))) {
    return { code: 'INVALID_NUMBER', message: '应为数字' }
  }
  return { value: `${sign === '-' ? '-' : ''}${size.replaceAll(',', '')}` }
}

/** A whole number: of people, of a year. */
export function integerOf(cell: Cell, unit: string): Converted {
  const digits = decimalOf(cell, unit)
  if (!('value' in digits)) return digits
  const whole = /^-?\d{1,15}(?=(\.0+)?$)/.exec(String(digits.value))?.[0]
  return whole === undefined
    ? { code: 'INVALID_NUMBER', message: '应为整数' }
    : { value: Number(whole) }
}

/** `2018年` and `2018年度` are years. */
export function yearOf(cell: Cell): Converted {
  if (cell.kind !== 'text') return integerOf(cell, '')
  return integerOf({ ...cell, text: cell.text.trim().replace(/年度?$/, '') }, '')
}

// Fifteen digits are what Excel keeps of a number; what stands behind them is noise of its arithmetic.
function exact(stored: string): Converted {
  const number = Number(stored)
  const rounded = String(Number(number.toPrecision(15)))
  if (!Number.isFinite(number) || stored === '') {
    return { code: 'INVALID_NUMBER', message: '应为数字' }
  }
  if (!rounded.includes('e')) return { value: rounded }
  if (Math.abs(number) < 1) return { value: trimmedZeros(number.toFixed(15)) }
  return { code: 'OUT_OF_RANGE', message: '数字过大' }
}

function shifted(share: string): string {
  return String(Number((Number(share) * 100).toPrecision(15)))
}

function trimmedZeros(text: string): string {
  return text.replace(/\.?0+$/, '')
}
