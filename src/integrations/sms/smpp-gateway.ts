import { randomInt } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Fields } from 'smpp'
import type { SmsGateway, SmsListener, SmsResult } from '../../modules/channel/sms-ports.ts'
import type { Logger } from '../../platform/log.ts'
import { readDelivery } from './smpp-deliver.ts'
import {
  type LinkTimes,
  openSmppLink,
  type SmppCentre,
  type SmppLink,
  type Submitted,
} from './smpp-link.ts'
import { partReceipts } from './smpp-parts.ts'
import { submissions } from './smpp-submit.ts'
import { windowOf } from './window.ts'

export interface SmppOptions {
  readonly centre: SmppCentre
  /** The number that texts come from. */
  readonly source: string
  readonly ratePerSecond: number
  readonly window: number
}

const TIMES: LinkTimes = { answer: 20_000, enquiry: 30_000, pause: 1_000, longestPause: 60_000 }

/** SMPP 3.4, 5.1.3: the centre is full or we are too fast. */
const BUSY = new Map([
  [0x14, 'ESME_RMSGQFUL'],
  [0x58, 'ESME_RTHROTTLED'],
])
/** Refusals for reasons of the centre's own: the same message may be taken another time. */
const PASSING = [0x08, 0x45, 0x64, 0x65]

const BUSY_SECONDS = 5
const UNBOUND_SECONDS = 10
/** How often a further part of a text that is partly taken is offered. */
const PART_ATTEMPTS = 4

/** An operator's centre by SMPP 3.4. */
export function smppGateway(options: SmppOptions, log: Logger, times = TIMES): SmsGateway {
  const { centre, source, ratePerSecond, window } = options
  const parts = partReceipts()
  let link: SmppLink | null = null
  let reference = randomInt(256)

  const open = (listener: SmsListener) =>
    openSmppLink(
      centre,
      times,
      {
        async delivered(pdu) {
          const read = readDelivery(pdu)
          if (!read) return log.warn('短信中心送来的内容无法辨认，已略过')
          if ('text' in read) return await listener.text({ id: null, ...read.text })
          const receipt = parts.whole(read.receipt)
          if (receipt) await listener.receipt(receipt)
        },
      },
      log,
    )

  const inWindow = windowOf(window)
  const submit = (request: Fields) => inWindow(async () => link?.submit(request) ?? 'UNSENT')

  /** A further part is offered again when the centre surely has not taken it: its text is already on its way. */
  const submitFurther = async (part: Fields): Promise<Submitted> => {
    for (let attempt = 1; ; attempt++) {
      const submitted = await submit(part)
      const notTaken =
        submitted === 'UNSENT' || (typeof submitted === 'object' && BUSY.has(submitted.status))
      if (!notTaken || attempt === PART_ATTEMPTS) return submitted
      await pause(times.pause)
    }
  }

  return {
    ratePerSecond,
    window,
    async send({ id, receiver, text }) {
      reference = (reference + 1) % 256
      const requests = submissions(source, receiver, text, reference)
      const took = parts.begin(id, requests.length)
      let last: string | null = null
      for (const request of requests) {
        const submitted: Submitted = await (last === null
          ? submit(request)
          : submitFurther(request))
        if (typeof submitted === 'object' && submitted.status === 0) {
          last = submitted.messageId
          took(last)
          continue
        }
        if (last === null) return resultOf(submitted)
        // The beginning may have arrived: whoever sent all of it again would send that twice.
        return { outcome: 'UNKNOWN', code: `PARTIAL:${codeOf(submitted)}` }
      }
      return { outcome: 'SENT', reference: last || null }
    },
    start(listener) {
      link ??= open(listener)
    },
    async close() {
      await link?.close()
    },
  }
}

function resultOf(submitted: Submitted): SmsResult {
  const code = codeOf(submitted)
  if (submitted === 'UNSENT') return { outcome: 'WAIT', code, seconds: UNBOUND_SECONDS }
  if (typeof submitted === 'string') return { outcome: 'UNKNOWN', code }
  const { status } = submitted
  if (BUSY.has(status)) return { outcome: 'WAIT', code, seconds: BUSY_SECONDS }
  return { outcome: 'FAILED', code, permanent: !PASSING.includes(status) }
}

function codeOf(submitted: Submitted): string {
  if (typeof submitted === 'string') return submitted
  const { status } = submitted
  return BUSY.get(status) ?? `SMPP_0x${status.toString(16).padStart(8, '0')}`
}
