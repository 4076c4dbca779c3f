/** What somebody asks for by a text. */
export type SmsRequest =
  | { readonly does: 'SEARCH' | 'SUBSCRIBE'; readonly words: string }
  | { readonly does: 'LEAVE' | 'HELP' }

/** More than anybody types; what is longer is no request. */
const LONGEST = 200

/**
 * Reads a text as people type it: full-width or not, in small letters, with blanks or without. What is not understood is
 * answered with help.
 */
export function readRequest(text: string): SmsRequest {
  const typed = text
    .toWellFormed()
    .normalize('NFKC')
    .replace(/[\p{Cc}\p{Cf}\s，。、；：,;:]+/gu, ' ')
    .trim()
  if (typed.length > LONGEST) return { does: 'HELP' }
  if (/^(TD|R|退订|拒收)$/i.test(typed)) return { does: 'LEAVE' }
  const [, name = '', words = ''] = /^(CX(?![a-z])|查询|DY(?![a-z])|订阅) ?(.*)$/i.exec(typed) ?? []
  if (words === '') return { does: 'HELP' }
  return { does: /^(CX|查询)$/i.test(name) ? 'SEARCH' : 'SUBSCRIBE', words }
}

const MOBILE = /^(?:\+|00)?(?:86)?(1[3-9]\d{9})$/

/** The eleven digits of a mobile telephone, however a gateway writes it; null when it is none, as our own number is. */
export function mobileOf(number: string): string | null {
  return MOBILE.exec(number.normalize('NFKC').replace(/[\s-]/g, ''))?.[1] ?? null
}
