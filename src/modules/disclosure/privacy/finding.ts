import type { Problem } from '../../../platform/errors.ts'

/** What kind of personal data; also the stable code of the problem. */
export type FindingType =
  | 'ID_NUMBER'
  | 'ID_NUMBER_15'
  | 'PASSPORT'
  | 'PERMIT'
  | 'MOBILE_PHONE'
  | 'LANDLINE'
  | 'BANK_CARD'
  | 'SOCIAL_SECURITY_CARD'
  | 'EMAIL'
  | 'LICENCE_PLATE'
  | 'HOME_ADDRESS'
  | 'BIRTH_DATE'
  | 'MINOR_NAME'
  | 'HEALTH'

/** CERTAIN stops a publication; LIKELY needs a person's decision. */
export type Certainty = 'CERTAIN' | 'LIKELY'

/** Personal data in a text: where it is and what, never the value itself. */
export interface Finding {
  /** Dotted path of the field, with row and column or the attachment. */
  readonly path: string
  /** UTF-16 offset in the text of that path. */
  readonly offset: number
  readonly type: FindingType
  readonly certainty: Certainty
  /** Enough to recognise the place by, masked. */
  readonly preview: string
}

const TITLES: Readonly<Record<FindingType, string>> = {
  ID_NUMBER: '居民身份证号码',
  ID_NUMBER_15: '15 位居民身份证号码',
  PASSPORT: '护照号码',
  PERMIT: '港澳台居民证件或通行证号码',
  MOBILE_PHONE: '手机号码',
  LANDLINE: '固定电话号码',
  BANK_CARD: '银行账号',
  SOCIAL_SECURITY_CARD: '社会保障卡号',
  EMAIL: '电子邮箱',
  LICENCE_PLATE: '机动车号牌',
  HOME_ADDRESS: '详细住址',
  BIRTH_DATE: '出生日期',
  MINOR_NAME: '未成年人姓名',
  HEALTH: '个人疾病或残疾情况',
}

/** The finding as it is told to people and programs. */
export function problemOf({ path, type, certainty, preview }: Finding): Problem {
  const what = certainty === 'CERTAIN' ? '含有' : '疑似含有'
  return {
    path,
    code: type,
    message: `${what}${TITLES[type]}（${preview}），不得公开，请删除或遮盖`,
  }
}
