const PROVINCES = new Uint8Array(100)
for (const code of [
  11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52,
  53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83,
]) {
  PROVINCES[code] = 1
}

/**
 * Whether six digits from `first` on can be a division code (GB/T 2260) that an ID number was ever given under.
 * By structure and not by list: an ID keeps the code of a county that was abolished decades ago.
 */
export function isDivision(digits: Uint8Array, first = 0): boolean {
  const province = pairAt(digits, first)
  if (PROVINCES[province] !== 1) return false
  const prefecture = pairAt(digits, first + 2)
  // Residence permits of people from 香港, 澳门 and 台湾.
  if (province > 80) return prefecture === 0 && pairAt(digits, first + 4) === 0
  // Cities under the central government: 01 districts, 02 counties, 03 further counties of 重庆.
  if (province === 11 || province === 12 || province === 31 || province === 50) {
    return prefecture >= 1 && prefecture <= 3
  }
  return (prefecture >= 1 && prefecture <= 70) || prefecture === 90
}

/** Two digits as a number. */
export function pairAt(digits: Uint8Array, first: number): number {
  return (digits[first] ?? 0) * 10 + (digits[first + 1] ?? 0)
}

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const
const EARLIEST = 1880

/** Whether the date exists and someone who is registered may be born on it. `today` as YYYY-MM-DD. */
export function isDateOfLife(year: number, month: number, day: number, today: string): boolean {
  if (year < EARLIEST || year > Number(today.slice(0, 4)) || day < 1) return false
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  if (day > (DAYS[month - 1] ?? 0) || (month === 2 && day === 29 && !leap)) return false
  const pad = (number: number): string => String(number).padStart(2, '0')
  return `${year}-${pad(month)}-${pad(day)}` <= today
}
