import { z } from 'zod'
import { DIGESTS } from './model.ts'

/** What one tap can be about. */
const MOST_TEMPLATES = 3

const code = z.string().max(64).nullable().optional()

/** What the mini-program sends, address by address. What a subscription may be is the subscription's own rule. */
export const bodies = {
  /** Of `wx.login`, or of the button that asks for a phone. */
  code: z.strictObject({ code: z.string().regex(/^[\w-]{1,128}$/, '微信凭证的格式不对') }),
  /** What `wx.requestSubscribeMessage` answered: at most three templates. */
  consents: z.strictObject({
    tapId: z.string().regex(/^[\w-]{8,64}$/, '应为 8 至 64 个字母、数字、下划线或连字符'),
    answers: z
      .record(z.string().max(64), z.string().max(32))
      .refine((answers) => Object.keys(answers).length <= MOST_TEMPLATES, '至多3个模板'),
  }),
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
