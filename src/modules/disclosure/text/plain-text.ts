import { z } from 'zod'

/** What is wrong with the characters or the length of a text. */
interface TextFault {
  readonly code: string
  readonly message: string
}

type Lines = 'one' | 'many'

/**
 * One line of plain text of at most `max` Unicode code points, normalised; stays a ZodString, so that
 * JSON Schema, `.optional()` and `.meta()` work on it.
 */
export function cleanLine(max: number): z.ZodString {
  return cleanString(max, 'one')
}

/** Like `cleanLine`, but line breaks and tabs may stand in it. */
export function cleanText(max: number): z.ZodString {
  return cleanString(max, 'many')
}

function cleanString(max: number, lines: Lines): z.ZodString {
  return z
    .string()
    .overwrite((text) => tidyText(text, lines))
    .check(({ value, issues }) => {
      const faults = textFaults(value, lines)
      const actual = codePoints(value)
      if (!isVisible(value)) faults.push({ code: 'EMPTY', message: '内容不能为空' })
      for (const { code, message } of faults)
        issues.push({ code: 'custom', input: value, message, params: { code } })
      if (actual > max)
        issues.push({
          code: 'custom',
          input: value,
          message: `不得超过 ${max} 个字，现为 ${actual} 个字`,
          params: { code: 'TOO_LONG', max, actual },
        })
    })
    .meta({ minLength: 1, maxLength: max })
}

/** The length people count: Unicode code points, so that a rare character (𠮷) is one. */
export function codePoints(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}

/** NFC, without invisible characters, trimmed (full-width spaces too); line breaks become \n. */
export function tidyText(text: string, lines: Lines): string {
  const unified = lines === 'many' ? text.replaceAll(/\r\n?|[\u2028\u2029]/g, '\n') : text
  return trimmed(withoutInvisible(unified, 'in-context').normalize('NFC'))
}

const INVISIBLE = /[\u034F\u00AD\u061C\u200B\u200E\u200F\u2060-\u2064\uFEFF\u{E0000}-\u{E007F}]/gu

// Traditional Mongolian is written with variation selectors, the vowel separator and joiners
// (U+180B-180F, U+200C, U+200D): invisible, and without them the word is shown or read wrongly.
const LETTERS = '\u1800-\u180A\u1810-\u18AF\u{11660}-\u{1167F}'
const SELECTORS = '\u180B-\u180F\u200C\u200D'
const MONGOLIAN = new RegExp(`[${LETTERS}]`, 'u')
const STRAY_SELECTORS = new RegExp(
  `(?<![${LETTERS}${SELECTORS}])[${SELECTORS}]+(?![${LETTERS}${SELECTORS}])`,
  'gu',
)
const ANY_SELECTOR = new RegExp(`[${SELECTORS}]`, 'gu')

/** Whether a letter of traditional Mongolian stands in the text. */
export function hasMongolian(text: string): boolean {
  return MONGOLIAN.test(text)
}

/**
 * Strips what cannot be seen and would split words, defeat search or hide a number from the privacy
 * gate. Mongolian selectors stay beside Mongolian letters (`in-context`), wherever they are (`keep`),
 * or nowhere (`strip`).
 */
export function withoutInvisible(text: string, selectors: 'in-context' | 'keep' | 'strip'): string {
  const visible = text.replaceAll(INVISIBLE, '')
  if (selectors === 'keep') return visible
  return visible.replaceAll(selectors === 'strip' ? ANY_SELECTOR : STRAY_SELECTORS, '')
}

// U+202F is white space to JavaScript, but joins a Mongolian word and its suffix. By hand, since
// /\s+$/ takes quadratic time on a long run of spaces.
function trimmed(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isTrimmable(text.charCodeAt(start))) start++
  while (end > start && isTrimmable(text.charCodeAt(end - 1))) end--
  return text.slice(start, end)
}

function isTrimmable(unit: number): boolean {
  return unit !== 0x202f && /\s/.test(String.fromCharCode(unit))
}

function isVisible(text: string): boolean {
  return /[^\s\p{Default_Ignorable_Code_Point}\u2800]/u.test(text)
}

const FORBIDDEN: readonly (TextFault & { readonly pattern: RegExp })[] = [
  {
    code: 'UNPAIRED_SURROGATE',
    pattern: /\p{Surrogate}/u,
    message: '含有残缺的字符（半个代理对），请重新输入',
  },
  {
    // Overrides and isolates can show a text in another order than it is stored.
    code: 'BIDI_CONTROL',
    pattern: /[\u202A-\u202E\u2066-\u206F]/u,
    message: '含有改变文字方向的控制符，请删除',
  },
  {
    code: 'NONCHARACTER',
    pattern: /\p{Noncharacter_Code_Point}/u,
    message: '含有不是字符的编码，请删除',
  },
  {
    // Fonts made for GBK put rare characters here: they look right on one machine only.
    code: 'PRIVATE_USE_CHARACTER',
    pattern: /\p{Private_Use}/u,
    message: '含有自造字（专用区字符），公众的设备无法显示，请改用标准汉字',
  },
  {
    code: 'REPLACEMENT_CHARACTER',
    pattern: /\uFFFD/u,
    message: '含有乱码字符，原文的编码可能读错了',
  },
]

const CONTROL: Readonly<Record<Lines, RegExp>> = {
  one: /[\p{Control}\u2028\u2029\uFFF9-\uFFFC]/u,
  many: /(?![\n\t])[\p{Control}\u2028\u2029\uFFF9-\uFFFC]/u,
}

/** What characters a (tidied) text must not contain; each fault once, never with the text itself. */
export function textFaults(text: string, lines: Lines): TextFault[] {
  const faults = FORBIDDEN.filter(({ pattern }) => pattern.test(text)).map(({ code, message }) => ({
    code,
    message,
  }))
  if (CONTROL[lines].test(text))
    faults.unshift({
      code: 'CONTROL_CHARACTER',
      message: lines === 'one' ? '含有换行或控制字符，请删除' : '含有控制字符，请删除',
    })
  return faults
}
