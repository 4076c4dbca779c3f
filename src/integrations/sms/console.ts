import { createHmac, randomBytes } from 'node:crypto'
import type { SmsGateway } from '../../modules/channel/sms-ports.ts'
import type { Logger } from '../../platform/log.ts'
import { smsSegments } from '../../platform/sms-segments.ts'

const WINDOW = 10

/**
 * No gateway: texts are told to the log, and nobody gets one. Receivers are told apart by a hash that means nothing
 * beyond this process; the text itself is shown to developers alone. In production nothing passes for sent.
 */
export function consoleGateway(
  environment: string,
  ratePerSecond: number,
  log: Logger,
): SmsGateway {
  const salt = randomBytes(16)
  return {
    ratePerSecond,
    window: WINDOW,
    send({ receiver, text }) {
      const to = createHmac('sha256', salt).update(receiver).digest('hex').slice(0, 12)
      const shown = environment === 'development' ? { text } : {}
      const counted = { to, characters: text.length, segments: smsSegments(text).length }
      log.info({ ...counted, ...shown }, '未接入短信网关，短信只记入日志')
      return Promise.resolve(
        environment === 'production'
          ? { outcome: 'FAILED', code: 'NO_GATEWAY', permanent: true }
          : { outcome: 'SENT', reference: null },
      )
    },
    start() {
      // Nobody answers to a log.
    },
    close: () => Promise.resolve(),
  }
}
