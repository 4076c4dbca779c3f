/** Contacts that an organ has declared: public, and not reported. */
export interface KnownPublic {
  /** Digits only, as `phoneKey` makes them. */
  readonly phones: ReadonlySet<string>
  /** In lower case. */
  readonly mailboxes: ReadonlySet<string>
}

/** Digits of a telephone number without the country and marks. */
export function phoneKey(number: string): string {
  const digits = number.normalize('NFKC').replaceAll(/\D/g, '')
  return digits.replace(/^(?:00)?86(?=1[3-9]\d{9}$|0\d{9,11}$)/, '')
}

const NUMBER = /[+(]?\d[\d() -]{2,20}\d/g
const MAILBOX = /[\w.%+-]{1,64}@[\w.-]{1,100}/g

/** What stands in the texts of declared hotlines, telephones and mailboxes; fixed lines without their area code too. */
export function knownPublic(declared: Iterable<string>): KnownPublic {
  const phones = new Set<string>()
  const mailboxes = new Set<string>()
  for (const text of declared) {
    const ascii = text.normalize('NFKC')
    for (const [mailbox] of ascii.matchAll(MAILBOX)) mailboxes.add(mailbox.toLowerCase())
    for (const [number] of ascii.matchAll(NUMBER)) {
      const key = phoneKey(number)
      phones.add(key)
      const local = /^(?:010|02\d|0[3-9]\d{2})(\d{7,8})$/.exec(key)?.[1]
      if (local !== undefined) phones.add(local)
    }
  }
  return { phones, mailboxes }
}
