import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { isPrivateAddress, literalAddress } from '../../platform/private-address.ts'
import { shownNameRule } from '../identity/model.ts'

/** An endpoint as the office sees it; its secret is never part of it. */
export interface Webhook {
  readonly id: string
  readonly name: string
  readonly url: string
  /** Empty lists: everything. */
  readonly areaCodes: readonly string[]
  readonly itemCodes: readonly string[]
  readonly organizationCodes: readonly string[]
  readonly kinds: readonly string[]
  readonly createdAt: Date
  readonly disabledAt: Date | null
}

/** What may be read of an endpoint. */
export const WEBHOOK_FIELDS = {
  id: true,
  name: true,
  url: true,
  areaCodes: true,
  itemCodes: true,
  organizationCodes: true,
  kinds: true,
  createdAt: true,
  disabledAt: true,
} as const

/** A secret of 256 random bits. */
export function newWebhookSecret(): string {
  return `gkw_${randomBytes(32).toString('base64url')}`
}

const MOST_CODES = 100
const codes = z
  .array(z.string().max(64))
  .max(MOST_CODES, `至多${MOST_CODES}项`)
  .transform((list) => [...new Set(list)])

/** An endpoint as asked for. Where its host lies is looked up at every call. */
export function webhookRule(allowPrivate: boolean) {
  const isPublic = (url: URL) => {
    const literal = literalAddress(url)
    return allowPrivate || literal === null || !isPrivateAddress(literal)
  }
  return z.object({
    name: shownNameRule,
    url: z
      .string()
      .max(1_000, '网址过长')
      .transform((text, context) => {
        const url = URL.parse(text)
        const fits = url && /^https?:$/.test(url.protocol) && !url.username && !url.password
        if (fits && isPublic(url)) return url.href
        const message = fits
          ? '不能指向内网或本机地址'
          : '应为 http:// 或 https:// 开头、不含用户名和口令的网址'
        const code = fits ? 'PRIVATE_ADDRESS' : 'INVALID_FORMAT'
        context.addIssue({ code: 'custom', message, params: { code } })
        return z.NEVER
      }),
    areaCodes: codes,
    itemCodes: codes,
    organizationCodes: codes,
    kinds: codes,
  })
}
