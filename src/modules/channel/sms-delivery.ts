import type { PublicPool } from '../../platform/db/pool.ts'
import { fitted } from '../disclosure/kind/fitted.ts'
import type { Payload, ToldRecord } from './model.ts'
import type { Gateway, Receipt } from './ports.ts'
import { shortLinksOf } from './read-short-link.ts'
import type { SmsDesk } from './sms-desk.ts'
import type { SmsReceipt } from './sms-ports.ts'
import { type SmsContent, smsText } from './sms-text.ts'

/** Operators send no more to one number in a day (通知类每日50条). */
const DAILY_LIMIT = 50

/** Titles of a digest that are told; the others are counted. */
const TITLES = 5
const TITLE_UNITS = 30

/** The way of publications to telephones: words each message, and sends it by whatever gateway there is. */
export function smsDeliveries(
  desk: Pick<SmsDesk, 'gateway' | 'form' | 'links' | 'publicPool'>,
): Gateway & { receipt(receipt: SmsReceipt): Promise<void> } {
  const { gateway, form, links, publicPool } = desk
  let listener: ((receipt: Receipt) => Promise<void>) | null = null
  const { reconcile } = gateway
  return {
    channel: 'SMS',
    ratePerSecond: gateway.ratePerSecond,
    window: gateway.window,
    // The operator sends as often as it is asked.
    idempotent: false,
    ordered: false,
    dailyLimit: DAILY_LIMIT,
    async send({ deliveryId: id, address: receiver, payload }) {
      const link = await linkTo(publicPool, links, payload.records[0])
      const content = contentOf(payload, link)
      const template = { name: 'RECORD' as const, line: content.line, link: link ?? '' }
      return gateway.send({ id, receiver, text: smsText(form, content).text, template })
    },
    ...(reconcile && {
      reconcile: ({ deliveryId: id, address: receiver, reference, startedAt: sentAt }) =>
        reconcile({ id, receiver, reference, sentAt }),
    }),
    onReceipt(given) {
      listener = given
    },
    async receipt({ reference, outcome, code }) {
      if (!listener) throw new Error('nobody takes receipts yet')
      await listener({ reference, outcome, code })
    },
    close: () => gateway.close(),
  }
}

/** The short link of a record; null for one that never was for everyone. */
export async function linkTo(
  pool: PublicPool,
  links: string,
  { disclosureId }: Pick<ToldRecord, 'disclosureId'>,
): Promise<string | null> {
  const code = (await shortLinksOf(pool, [disclosureId])).get(disclosureId)
  return code === undefined ? null : `${links}/${code}`
}

/** What a message tells in words; of a digest the titles, and the link of the first. */
export function contentOf(
  { purpose, records, subscribed }: Payload,
  link: string | null,
): SmsContent {
  const [first, ...others] = records
  if (others.length === 0) {
    const line = purpose === 'CORRECTED' ? `更正：${first.line}` : first.line
    return { line, link, subscribed }
  }
  const titles = records
    .slice(0, TITLES)
    .map(({ title, line }) => fitted(title ?? line, TITLE_UNITS))
  const rest = records.length > TITLES ? '等' : ''
  return { line: `${records.length}条新信息：${titles.join('；')}${rest}`, link, subscribed }
}
