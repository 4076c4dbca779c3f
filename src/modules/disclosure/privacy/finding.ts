import { createHmac } from 'node:crypto'
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
  /** Keyed hash by which the same value at the same path is known again; null where no key was at hand. */
  readonly key: string | null
  /** Enough to recognise the place by, masked. */
  readonly preview: string
}

/**
 * The key of a finding under the installation's secret. A plain hash would not do: all ID numbers of a county are few
 * enough to be hashed and compared.
 */
export function findingKey(
  secret: string,
  { certainty, type, path }: Pick<Finding, 'certainty' | 'type' | 'path'>,
  value: string,
): string {
  const bare = value.replaceAll(/\s/gu, '')
  return createHmac('sha256', secret)
    .update(JSON.stringify([certainty, type, path, bare]))
    .digest('hex')
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
export function problemOf(finding: Finding): Problem {
  const { path, type } = finding
  return { path, code: type, message: `${nameOf(finding)}，不得公开，请删除或遮盖` }
}

/** A likely finding on which nobody has decided. */
export function undecided(finding: Finding): Problem {
  const message = `${nameOf(finding)}，须由起草人以外的审核人员认定能否公开并说明理由`
  return { path: finding.path, code: 'UNDECIDED', message }
}

/** A likely finding that was decided to be personal data. */
export function mustGo(finding: Finding): Problem {
  const message = `${nameOf(finding)}，已认定不得公开，请退回后删除或遮盖`
  return { path: finding.path, code: 'MUST_GO', message }
}

function nameOf({ type, certainty, preview }: Finding): string {
  return `${certainty === 'CERTAIN' ? '含有' : '疑似含有'}${TITLES[type]}（${preview}）`
}
