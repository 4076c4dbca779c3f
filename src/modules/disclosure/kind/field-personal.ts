import { z } from 'zod'
import { idCheckHolds } from '../privacy/check-digits.ts'
import { cleanLine } from '../text/plain-text.ts'
import { type Field, field, type Mask, type PersonalData, type Wording } from './field.ts'
import { compact, matching, normalised } from './field-identity.ts'

/**
 * A person's name. Masked (张*) unless the law wants the person named; `maskInArea` for a record that is meant for a
 * named area or group only.
 */
export function personName(
  options: Wording & { readonly mask?: Mask; readonly maskInArea?: Mask },
): Field<string> {
  const shape = /^[\p{L}\p{M}·•‧ .\u{180E}\u{202F}]{2,50}$/u
  const message = '姓名应为 2 至 50 个字，不含数字和标点（间隔号除外）'
  const schema = normalised(
    50,
    (name) => matching(name, (it) => shape.test(it)),
    'INVALID_NAME',
    message,
  )
  return personal(options, 'NAME', schema)
}

/** The name of a person or an organization: a donor, a party to a decision. */
export function partyName(
  options: Wording & { readonly max: number; readonly mask?: Mask },
): Field<string> {
  return personal(options, 'NAME', cleanLine(options.max))
}

/** A 公民身份号码, 18 digits, with the check character of GB 11643. Never shown in full. */
export function idNumber(options: Wording & Hidden): Field<string> {
  const message = '公民身份号码不正确：应为 18 位，且出生日期和校验码相符（GB 11643）'
  const tidy = (text: string) => matching(compact(text), isIdentityNumber)
  return personal(options, 'ID_NUMBER', normalised(40, tidy, 'INVALID_ID_NUMBER', message))
}

function isIdentityNumber(number: string): boolean {
  const [, year, month, day] =
    /^[1-9]\d{5}((?:18|19|20)\d{2})(\d{2})(\d{2})\d{3}[\dX]$/.exec(number) ?? []
  const values = Array.from(number, (digit) => (digit === 'X' ? 10 : Number(digit)))
  return z.iso.date().safeParse(`${year}-${month}-${day}`).success && idCheckHolds(values)
}

/** A person's own telephone. Never shown in full. */
export function personalPhone(options: Wording & Hidden): Field<string> {
  const shape = /^(1[3-9]\d{9}|(0\d{2,3})?[2-8]\d{6,7})$/
  const message = '电话号码应为 11 位手机号码，或带区号的固定电话'
  const tidy = (text: string) =>
    matching(compact(text).replaceAll('-', ''), (number) => shape.test(number))
  return personal(options, 'PHONE', normalised(40, tidy, 'INVALID_PHONE', message))
}

/** A bank account or card. Never shown in full. */
export function bankAccount(options: Wording & Hidden): Field<string> {
  const tidy = (text: string) =>
    matching(compact(text).replaceAll('-', ''), (number) => /^\d{8,30}$/.test(number))
  const message = '银行账号应为 8 至 30 位数字'
  return personal(options, 'BANK_ACCOUNT', normalised(60, tidy, 'INVALID_BANK_ACCOUNT', message))
}

/** Where a person lives. The public sees it down to the township. */
export function homeAddress(
  options: Wording & Hidden & { readonly maskInArea?: Mask },
): Field<string> {
  return personal(options, 'ADDRESS', cleanLine(200))
}

/** What people write over such columns, whatever the table. */
const SYNONYMS: Readonly<Record<PersonalData, readonly string[]>> = {
  NAME: ['姓名', '户主姓名', '户主', '申请人', '申请人姓名', '救助对象', '保障对象', '对象姓名'],
  ID_NUMBER: [
    '身份证号',
    '身份证号码',
    '公民身份号码',
    '公民身份证号码',
    '居民身份证号码',
    '身份证',
    '证件号码',
    '户主身份证号',
  ],
  PHONE: ['联系电话', '电话', '电话号码', '手机', '手机号', '手机号码', '联系方式', '移动电话'],
  BANK_ACCOUNT: [
    '银行账号',
    '银行卡号',
    '账号',
    '卡号',
    '银行账户',
    '一卡通账号',
    '一卡通',
    '存折账号',
  ],
  ADDRESS: ['家庭住址', '家庭地址', '住址', '地址', '详细地址', '居住地址', '现住址'],
}

interface Hidden {
  readonly mask?: 'MASKED' | 'OMIT'
}

function personal(
  options: Wording & { readonly mask?: Mask; readonly maskInArea?: Mask },
  data: PersonalData,
  schema: z.ZodType<string>,
): Field<string> {
  const { mask = 'MASKED', maskInArea = mask, synonyms = [] } = options
  const wording = { ...options, synonyms: [...synonyms, ...SYNONYMS[data]] }
  return field(wording, { scalar: 'String' }, schema, { personal: { data, mask, maskInArea } })
}
