/** Decimals are strings of digits; sums are made of whole millionths, so that nothing is ever rounded. */
const PLACES = 6

/** A decimal in millionths. */
export function millionths(decimal: string): bigint {
  const [whole = '0', fraction = ''] = decimal.replace('-', '').split('.')
  const size = BigInt(whole + fraction.padEnd(PLACES, '0'))
  return decimal.startsWith('-') ? -size : size
}

/** The exact sum of decimals in millionths; what is missing counts as nothing. */
export function sum(decimals: readonly (string | undefined)[]): bigint {
  return decimals.reduce((total, decimal) => total + millionths(decimal ?? '0'), 0n)
}

/** Millionths of a yuan as people write the amount: 1234.50. */
export function yuan(total: bigint): string {
  const size = (total < 0n ? -total : total).toString().padStart(PLACES + 1, '0')
  return `${total < 0n ? '-' : ''}${size.slice(0, -PLACES)}.${size.slice(-PLACES, -PLACES + 2)}`
}

/** A decimal without needless zeros in front, with at least `places` decimals. */
export function tidyDecimal(decimal: string, places = 0): string {
  const [whole = '', fraction = ''] = decimal.replace('-', '').split('.')
  const digits = fraction.padEnd(places, '0')
  const size = (whole.replace(/^0+(?=\d)/, '') || '0') + (digits === '' ? '' : `.${digits}`)
  return decimal.startsWith('-') && /[1-9]/.test(size) ? `-${size}` : size
}
