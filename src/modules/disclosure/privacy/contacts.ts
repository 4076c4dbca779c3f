import type { Hit, Scene } from './scene.ts'

const WORD = /[A-Za-z\d]/
const MAILBOX = /[\w.%+-]{1,64}$/
const DOMAIN = /^[A-Za-z\d-]{1,63}(?:\.[A-Za-z\d-]{1,63}){0,3}\.[A-Za-z]{2,12}/
/** The mailbox of an organ is no person's. */
const ORGAN = /\.gov\.cn$/i

/** E-mail addresses, outwards from each @, so that time stays linear. */
export function* emails({ page: { text }, known }: Scene): Generator<Hit> {
  for (let sign = text.indexOf('@'); sign >= 0; sign = text.indexOf('@', sign + 1)) {
    if (!WORD.test(text.charAt(sign + 1))) continue
    const mailbox = MAILBOX.exec(text.slice(Math.max(0, sign - 64), sign))?.[0]
    const domain = DOMAIN.exec(text.slice(sign + 1, sign + 200))?.[0]
    if (mailbox === undefined || domain === undefined || ORGAN.test(domain)) continue
    if (known.mailboxes.has(`${mailbox}@${domain}`.toLowerCase())) continue
    const [start, end] = [sign - mailbox.length, sign + 1 + domain.length]
    const preview = `${mailbox.length > 1 ? mailbox.charAt(0) : ''}***@***`
    yield { start, end, type: 'EMAIL', certainty: 'LIKELY', preview }
  }
}

const PLATE =
  /[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新][A-HJ-NP-Z][·•.\- ]?(?:[A-HJ-NP-Z\d]{4}[A-HJ-NP-Z\d挂学警港澳领试超]|[DF][A-HJ-NP-Z\d]\d{4}|\d{5}[DF])(?![A-Za-z\d])/g

/** Licence plates, those of new-energy cars (one place longer) too. */
export function* licencePlates({ page: { text } }: Scene): Generator<Hit> {
  for (const { 0: plate, index: start } of text.matchAll(PLATE)) {
    // A plate has digits; 新ABCDEF is a word.
    if (!/\d/.test(plate.slice(2))) continue
    const preview = `${plate.slice(0, 2)}****${plate.slice(-1)}`
    yield { start, end: start + plate.length, type: 'LICENCE_PLATE', certainty: 'LIKELY', preview }
  }
}
