import { maskAddress, maskBankAccount, maskIdNumber, maskName, maskPhone } from '../privacy/mask.ts'
import { isForArea } from './audience.ts'
import type { Field, Fields, Personal, PersonalData } from './field.ts'
import { allFields, type Content, type Kind } from './kind.ts'
import { withReviewedTranslation } from './mongolian.ts'

/** How each sort of personal data is masked. */
export const MASKS: Readonly<Record<PersonalData, (value: string) => string>> = {
  NAME: maskName,
  ID_NUMBER: maskIdNumber,
  PHONE: maskPhone,
  BANK_ACCOUNT: maskBankAccount,
  ADDRESS: maskAddress,
}

type Place = 'mask' | 'maskInArea'

/**
 * The content as the public may read it: personal data masked as its field declares (个人信息保护法6, 28). All that
 * leaves the editorial plane is made from this.
 */
export function publicContent(kind: Kind, content: Content): Content {
  const place = isForArea(content) ? 'maskInArea' : 'mask'
  const { body, mongolianBody, ...values } = withReviewedTranslation(content)
  return {
    ...masked(allFields(kind), values, place),
    ...(body !== undefined && { body }),
    ...(mongolianBody !== undefined && { mongolianBody }),
  }
}

/** Rows of a table, or any values, as everyone may read them, whoever they are for. */
export function maskedValues(fields: Fields, values: Content): Content {
  return masked(fields, values, 'mask')
}

/** What stands for personal data that everyone must not read at all. */
const LEFT_OUT = '（不公开）'

/** One personal value as everyone may read it, for people who compare. */
export function maskedText({ data, mask }: Personal, value: string): string {
  if (mask === 'FULL') return value
  return mask === 'OMIT' ? LEFT_OUT : MASKS[data](value)
}

// Only what is declared passes: an old edition may hold a column that its kind no longer has.
function masked(fields: Fields, values: Content, place: Place): Content {
  const shown = Object.entries(fields).map(([name, field]): [string, unknown] => [
    name,
    maskedValue(field, values[name], place),
  ])
  return Object.fromEntries(shown.filter(([, value]) => value !== undefined))
}

function maskedValue({ type, personal }: Field, value: unknown, place: Place): unknown {
  if (value === undefined) return undefined
  if ('group' in type) return masked(type.group.fields, value as Content, place)
  if ('table' in type) {
    return (value as Content[]).map((row) => masked(type.table.fields, row, place))
  }
  if (!personal || personal[place] === 'FULL') return value
  return personal[place] === 'OMIT' ? undefined : MASKS[personal.data](value as string)
}
