import { z } from 'zod'
import { DIGESTS } from './model.ts'

const code = z.string().max(64).nullable().optional()

/** What the mini-program sends, address by address. What a subscription may be is the subscription's own rule. */
export const bodies = {
  /** Of `wx.login`, or of the button that asks for a phone. */
  code: z.strictObject({ code: z.string().regex(/^[\w-]{1,128}$/, '微信凭证的格式不对') }),
  subscription: z.strictObject({
    areaCode: code,
    itemCode: code,
    organizationCode: code,
    kind: code,
    words: z.array(z.string().max(100)).max(20).optional(),
    digest: z.enum(DIGESTS).optional(),
    consentText: z.string().max(500),
  }),
}
