import { z } from 'zod'
import { sha256 } from '../../platform/canonical.ts'
import type { SmsGateway } from '../../modules/channel/sms-ports.ts'

const LONGEST_BATCH = 1000

const statuses = z
  .array(
    z.object({
      sid: z.string(),
      report_status: z.string(),
      errmsg: z.string().default(''),
      ext: z.string().optional(),
    }),
  )
  .min(1)
  .max(LONGEST_BATCH)

const reply = z.object({
  mobile: z.string(),
  text: z.string(),
  time: z.number(),
})

/** What Tencent posts: lists of receipts, and one at a time what people wrote, without an id of its own. */
export const tencentPosts: NonNullable<SmsGateway['posts']> = {
  read(body) {
    const receipts = statuses.safeParse(body)
    if (receipts.success) {
      return {
        texts: [],
        receipts: receipts.data.map(({ sid, report_status, errmsg, ext }) => ({
          id: ext || null,
          reference: sid,
          outcome: report_status === 'SUCCESS' ? ('DELIVERED' as const) : ('FAILED' as const),
          code: errmsg,
        })),
      }
    }
    const written = reply.safeParse(body)
    if (!written.success) return null
    const { mobile: from, text, time } = written.data
    return { receipts: [], texts: [{ id: replyId(from, text, time), from, text }] }
  },
  thanks: { result: 0, errmsg: 'OK' },
}

/** The same reply has the same id, whether it is posted, posted again, or fetched. */
export function replyId(from: string, text: string, seconds: number): string {
  return sha256([from.slice(-11), text, seconds].join('\n'))
}
