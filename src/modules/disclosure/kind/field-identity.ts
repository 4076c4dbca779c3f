import { z } from 'zod'
import { isUscc } from '../../organization/model.ts'
import { normalizeDocNumber } from '../text/doc-number.ts'
import { cleanLine } from '../text/plain-text.ts'
import { type Field, field, type Wording } from './field.ts'

/** A 发文字号, brought to the form of GB/T 9704: 机关代字〔YYYY〕N号. */
export function docNumber(options: Wording): Field<string> {
  const message = '发文字号须为“机关代字〔年份〕序号号”的形式，如：喀政办发〔2018〕12号'
  const schema = normalised(60, normalizeDocNumber, 'INVALID_DOC_NUMBER', message)
  return field(options, { scalar: 'String' }, schema)
}

/** A 统一社会信用代码 with the check character of GB 32100-2015. */
export function uscc(options: Wording): Field<string> {
  const message = '统一社会信用代码不正确：应为 18 位，且校验码相符（GB 32100）'
  const schema = normalised(40, (code) => matching(compact(code), isUscc), 'INVALID_USCC', message)
  const synonyms = ['社会信用代码', '信用代码', '统一信用代码', ...(options.synonyms ?? [])]
  return field({ ...options, synonyms }, { scalar: 'String' }, schema, { widget: 'uscc' })
}

/** A telephone that an office gives to the public: no personal data. */
export function phone(options: Wording): Field<string> {
  const shape = /^[+(\d][\d\s\-()转、/;]*$/
  const tidy = (text: string) =>
    matching(text.normalize('NFKC'), (number) => shape.test(number) && /\d.*\d.*\d/.test(number))
  const message = '电话号码只能由数字、区号横线、“转”和顿号组成，如：0421-12345、12345转2'
  const synonyms = ['电话', '联系电话', '电话号码', '咨询电话', ...(options.synonyms ?? [])]
  const schema = normalised(60, tidy, 'INVALID_PHONE', message)
  return field({ ...options, synonyms }, { scalar: 'String' }, schema, { widget: 'phone' })
}

/** The index number 索引号 of another record of one of the kinds `refersTo`. */
export function record(options: Wording & { readonly refersTo: readonly string[] }): Field<string> {
  const shape = /^[0-9A-Z]{9,18}\/\d{4}-\d{5,}$/
  const message = '索引号格式不正确，应为“统一社会信用代码/年份-序号”'
  const tidy = (text: string) => matching(compact(text), (number) => shape.test(number))
  const { refersTo } = options
  return field(
    options,
    { scalar: 'String' },
    normalised(40, tidy, 'INVALID_INDEX_NUMBER', message),
    { widget: 'record', refersTo },
  )
}

/** An address on the web. */
export function webAddress(options: Wording): Field<string> {
  const message = '网址格式不正确，应以 https:// 或 http:// 开头'
  const tidy = (text: string) => (isWebAddress(text) ? text : null)
  return field(options, { scalar: 'String' }, normalised(500, tidy, 'INVALID_URL', message), {
    widget: 'url',
  })
}

/** An office's mailbox: no personal data. */
export function email(options: Wording): Field<string> {
  return field(options, { scalar: 'String' }, z.email().max(100), { widget: 'email' })
}

/** A line that is brought to its one form, or refused. */
export function normalised(
  max: number,
  normalise: (text: string) => string | null,
  code: string,
  message: string,
): z.ZodType<string> {
  return cleanLine(max).transform((text, check) => {
    const normal = normalise(text)
    if (normal !== null) return normal
    check.addIssue({ code: 'custom', message, params: { code } })
    return z.NEVER
  })
}

/** Full-width to half-width, capitals, no blanks: how people copy numbers from elsewhere. */
export function compact(text: string): string {
  return text.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase()
}

/** The text if it passes the test. */
export function matching(text: string, test: (text: string) => boolean): string | null {
  return test(text) ? text : null
}

function isWebAddress(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && ['http:', 'https:'].includes(url.protocol) && url.username === ''
}
