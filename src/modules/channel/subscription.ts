import { z } from 'zod'
import { canonicalJson, sha256 } from '../../platform/canonical.ts'
import { DIGESTS, SUBSCRIBED_CHANNELS } from './model.ts'

/** What somebody wants to be told of; all that is set together. */
export interface Scope {
  readonly areaCode: string | null
  readonly itemCode: string | null
  /** With everything below it. */
  readonly organizationCode: string | null
  readonly kind: string | null
  /** As they are compared: in lower case, each once. */
  readonly words: readonly string[]
}

/** One scope of a receiver. */
export const MOST_SUBSCRIPTIONS = 20
const MOST_WORDS = 5

const code = z.string().max(64).nullable().default(null)
const word = z
  .string()
  .transform((text) => text.trim().normalize('NFKC').toLowerCase())
  .pipe(z.string().min(2, '关键词至少2个字').max(20, '关键词至多20个字'))

/** A subscription as asked for. */
export const subscriptionRule = z.object({
  channel: z.enum(SUBSCRIBED_CHANNELS),
  /** Phone number or openid, as the gateway takes it. */
  address: z.string().regex(/^[\w+@.-]{5,128}$/, '接收地址无效'),
  /** Of the person, where it is known: for an SMS it is the address. */
  phone: z
    .string()
    .regex(/^\+?\d{5,20}$/, '手机号无效')
    .nullable()
    .default(null),
  scope: z
    .object({
      areaCode: code,
      itemCode: code,
      organizationCode: code,
      kind: code,
      words: z
        .array(word)
        .max(MOST_WORDS, `至多${MOST_WORDS}个关键词`)
        .default([])
        .transform((words) => [...new Set(words)].toSorted((a, b) => a.localeCompare(b))),
    })
    .refine(({ words, ...codes }) => words.length > 0 || Object.values(codes).some(Boolean), {
      error: '请说明要订阅的领域、事项、单位、体裁或关键词',
      params: { code: 'REQUIRED' },
    }),
  digest: z.enum(DIGESTS).default('NOW'),
  consent: z.object({
    /** The words that were shown or sent. */
    text: z.string().trim().min(1, '缺少同意的内容').max(500),
    /** By which way it was given: the channel's own name for it. */
    way: z.string().regex(/^[A-Z][A-Z_]{1,29}$/, '同意方式无效'),
  }),
})
export type SubscribeInput = z.input<typeof subscriptionRule>

/** The same scope has the same key. */
export function scopeKey(scope: Scope): string {
  return sha256(canonicalJson(scope))
}
