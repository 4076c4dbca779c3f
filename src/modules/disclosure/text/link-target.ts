const MAX_HREF = 2_000

/** What to tell the author of a link that `canonicalHref` does not take. */
export const REFUSED_HREF = '链接只能是 http、https、mailto 或 tel 地址，且不超过 2000 个字符'

const MAILTO = /^mailto:[\w.+-]{1,64}@[A-Za-z0-9.-]{1,255}$/
const TEL = /^tel:\+?\d[\d-]{1,28}\d$/

/**
 * The address a link may lead to, in the one form it is stored in, or null: http, https, mailto or tel,
 * at most 2,000 characters, no user name or password in it (they only serve to deceive).
 */
export function canonicalHref(href: string): string | null {
  // Browsers drop control characters inside an address, so "java\nscript:" would run.
  if (href.length > MAX_HREF || /[\s\p{Control}\p{Format}\p{Surrogate}]/u.test(href)) return null
  const scheme = /^[a-z]+(?=:)/i.exec(href)?.[0].toLowerCase()
  if (scheme === undefined) return null
  const target = scheme + href.slice(scheme.length)
  if (scheme === 'mailto') return MAILTO.test(target) ? target : null
  if (scheme === 'tel') return TEL.test(target) ? target : null
  if (scheme === 'http' || scheme === 'https') return canonicalWebAddress(target)
  return null
}

function canonicalWebAddress(href: string): string | null {
  const url = /^https?:\/\/[^/\\]/.test(href) ? URL.parse(href) : null
  if (url === null || url.username !== '' || url.password !== '') return null
  return url.href.length <= MAX_HREF ? url.href : null
}
