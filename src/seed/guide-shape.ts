import { z } from 'zod'
import { line } from './shapes.ts'

/** What the 政府信息公开指南 says that cannot be read from the records (条例12). */
export const guideShape = z.strictObject({
  arrangement: line(500),
  ways: z.array(z.strictObject({ title: line(60), text: line(500) })).min(1),
  office: z.strictObject({
    name: line(),
    address: line(),
    hours: line(),
    phone: line(60),
    fax: line(60),
    email: line(),
  }),
})
