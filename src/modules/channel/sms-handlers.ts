import type { JobDefinition } from '../../platform/jobs.ts'
import { answerText } from './commands/answer-text.ts'
import { forgetTexts } from './commands/forget-texts.ts'
import type { Gateway } from './ports.ts'
import { smsDeliveries } from './sms-delivery.ts'
import type { SmsDesk } from './sms-desk.ts'
import type { SmsListener } from './sms-ports.ts'

/** Everything about texts on this server. */
export interface SmsService {
  readonly desk: SmsDesk
  /** Takes what people write, and receipts of what was sent to them. */
  readonly listener: SmsListener
  /** The way of publications to telephones. */
  readonly deliveries: Gateway
  /** Of those who bring texts from outside; undefined when nobody may. */
  readonly secret: string | undefined
  readonly jobs: readonly JobDefinition[]
  /** Connects to the gateway; it is closed with the courier that sends over it. */
  start(): void
}

/** Puts together what sends texts, what answers them, and what is done from time to time. */
export function smsService(desk: SmsDesk, secret: string | undefined): SmsService {
  const { platform, gateway } = desk
  const deliveries = smsDeliveries(desk)
  const listener: SmsListener = {
    text: (text) => answerText(desk, text),
    receipt: (receipt) => deliveries.receipt(receipt),
  }
  return {
    desk,
    listener,
    deliveries,
    secret,
    jobs: [
      { queue: 'sms.forget', cron: '20 3 * * *', handle: () => forgetTexts(platform) },
      // The next minute brings the next one.
      ...(gateway.fetch
        ? [
            {
              queue: 'sms.fetch',
              cron: '* * * * *',
              retryLimit: 0,
              handle: async () => gateway.fetch?.(),
            },
          ]
        : []),
    ],
    start: () => gateway.start(listener),
  }
}
