import { z } from 'zod'
import type { SmsGateway } from '../../modules/channel/sms-ports.ts'

const LONGEST_BATCH = 1000

const report = z.object({
  phone_number: z.string(),
  success: z.boolean(),
  err_code: z.string().default(''),
  biz_id: z.string(),
  out_id: z.string().optional(),
})

const written = z.object({
  phone_number: z.string(),
  content: z.string(),
  sequence_id: z.coerce.string().optional(),
})

const reports = z.array(report).min(1).max(LONGEST_BATCH)
const texts = z.array(written).min(1).max(LONGEST_BATCH)

/** What Aliyun posts: lists of receipts (SmsReport) and lists of texts that people wrote (SmsUp). */
export const aliyunPosts: NonNullable<SmsGateway['posts']> = {
  read(body) {
    const receipts = reports.safeParse(body)
    if (receipts.success) {
      return {
        texts: [],
        receipts: receipts.data.map(({ success, err_code, biz_id, out_id }) => ({
          id: out_id ?? null,
          reference: biz_id,
          outcome: success ? ('DELIVERED' as const) : ('FAILED' as const),
          code: err_code,
        })),
      }
    }
    const people = texts.safeParse(body)
    if (!people.success) return null
    return {
      receipts: [],
      texts: people.data.map(({ phone_number, content, sequence_id }) => ({
        id: sequence_id ?? null,
        from: phone_number,
        text: content,
      })),
    }
  },
  thanks: { code: 0, msg: '接收成功' },
}
