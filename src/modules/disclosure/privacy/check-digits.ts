const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const
const ID_CHECKS = [1, 0, 10, 9, 8, 7, 6, 5, 4, 3, 2] as const

/** Whether the last of 18 values is the check character of the others (GB 11643); X counts 10. */
export function idCheckHolds(values: ArrayLike<number>): boolean {
  const sum = ID_WEIGHTS.reduce((total, weight, index) => total + weight * (values[index] ?? 0), 0)
  return values.length === 18 && ID_CHECKS[sum % 11] === values[17]
}

/** Luhn's sum, as bank cards have it (ISO/IEC 7812). */
export function luhnHolds(digits: ArrayLike<number>): boolean {
  let sum = 0
  for (let index = 0; index < digits.length; index++) {
    const digit = digits[index] ?? 0
    const double = (digits.length - index) % 2 === 0
    sum += double ? (digit < 5 ? digit * 2 : digit * 2 - 9) : digit
  }
  return sum % 10 === 0
}
