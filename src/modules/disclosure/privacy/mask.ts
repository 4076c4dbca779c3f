import { COMPOUND_SURNAMES } from './surnames.ts'

// Masks as cities have prescribed them for published lists: ID 35*************123, phone 138****1234,
// address to the township, the end of a bank account. What has not the expected shape is hidden wholly:
// a mask that does not know what it covers must not leave a part of it.

const HIDDEN = '****'

/** `35*************123`: the first two and the last three characters of an ID number of 18 or 15. */
export function maskIdNumber(value: string): string {
  const characters = asciiOf(value).replaceAll(/[^0-9Xx*]/g, '')
  const { length } = characters
  if (length !== 18 && length !== 15) return hidden(value)
  return characters.slice(0, 2) + '*'.repeat(length - 5) + characters.slice(-3)
}

/** `138****1234`, `0421-****567`; several numbers parted by 、，/ are masked one by one. */
export function maskPhone(value: string): string {
  return eachOf(value, (one) => {
    const digits = asciiOf(one)
      .replaceAll(/[^0-9*]/g, '')
      .replace(/^(?:00)?86(?=1[3-9*][\d*]{9}$)/, '')
    if (/^1[3-9*][\d*]{9}$/.test(digits)) return `${digits.slice(0, 3)}****${digits.slice(7)}`
    const [, area, local] = /^(010|02\d|0[3-9]\d{2})([\d*]{7,8})$/.exec(digits) ?? []
    return area && local ? `${area}-****${local.slice(4)}` : hidden(one)
  })
}

/** `张*`, `欧阳*`: the surname; several names parted by 、，/ are masked one by one. */
export function maskName(value: string): string {
  return eachOf(value, (one) => {
    const letters = Array.from(one.replaceAll(/\s/gu, ''))
    if (letters.length < 2) return hidden(one, '*')
    const compound = letters.length > 2 && COMPOUND_SURNAMES.has(letters.slice(0, 2).join(''))
    return `${letters.slice(0, compound ? 2 : 1).join('')}*`
  })
}

/** `***************1234`: the last four digits of a bank account of 12 to 32. */
export function maskBankAccount(value: string): string {
  const digits = asciiOf(value).replaceAll(/[^0-9*]/g, '')
  if (digits.length < 12 || digits.length > 32) return hidden(value)
  return '*'.repeat(digits.length - 4) + digits.slice(-4)
}

/** `喀左县公营子镇****`: an address to its township or street; what lies below is hidden. */
export function maskAddress(value: string): string {
  const address = asciiOf(value).replaceAll(/\s/gu, '')
  const places = [TOWNSHIP, COUNTY].map((place) => place.exec(address)?.[0] ?? '')
  const kept = places.find((place) => place !== '' && !HOUSE.test(place))
  if (kept === undefined) return hidden(value)
  return address === kept ? kept : kept + HIDDEN
}

const TOWNSHIP = /^\p{Script=Han}{1,40}?(?:镇|乡|街道|苏木|农场)(?:办事处|人民政府)?/u
const COUNTY = /^\p{Script=Han}{1,30}?(?:县|市|(?<![小社园校厂地])区|旗)/u
// A township named behind the house would keep the house before it.
const HOUSE =
  /[村屯组号栋幢室楼户座路巷弄里]|小区|社区|单元|胡同|大街|[零〇一二三四五六七八九十百]{3}/u

function eachOf(value: string, mask: (one: string) => string): string {
  return value
    .split(/([、，,；;/])/)
    .map((part, index) => (index % 2 === 0 ? mask(part) : part))
    .join('')
}

// Nothing stays nothing, so that an empty cell does not look like a hidden one.
function hidden(value: string, mask = HIDDEN): string {
  return value.trim() === '' ? '' : mask
}

// Full-width digits and letters are digits and letters too.
function asciiOf(value: string): string {
  return value.normalize('NFKC')
}
