// Numbers that are right by their check characters and belong to nobody: counters of the form 001, 002 ...

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECKS = '10X98765432'

/** An ID number of 18 characters (GB 11643). */
export function idNumber(division: string, birth: Date, counter: number): string {
  const day = birth.toISOString().slice(0, 10).replaceAll('-', '')
  const number = `${division}${day}${String(counter).padStart(3, '0')}`
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(number[index]), 0)
  return number + CHECKS.charAt(sum % 11)
}

/** A card number of 19 digits (Luhn). */
export function cardNumber(issuer: string, account: number): string {
  const number = issuer + String(account).padStart(18 - issuer.length, '0')
  const sum = Array.from(number)
    .toReversed()
    .reduce((total, digit, index) => {
      const value = Number(digit) * (index % 2 === 0 ? 2 : 1)
      return total + (value > 9 ? value - 9 : value)
    }, 0)
  return number + String((10 - (sum % 10)) % 10)
}
