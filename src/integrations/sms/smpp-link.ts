import { setImmediate as turn } from 'node:timers/promises'
import { connect, type Fields, type PDU, type Session } from 'smpp'
import type { Logger } from '../../platform/log.ts'

/** The centre of an operator, and who we are to it. */
export interface SmppCentre {
  readonly host: string
  readonly port: number
  readonly tls: boolean
  readonly systemId: string
  readonly password: string
  readonly systemType: string
}

/** How long a link waits, in milliseconds. */
export interface LinkTimes {
  /** For the answer to a request. */
  readonly answer: number
  /** Between two questions whether the other side is still there. */
  readonly enquiry: number
  /** Before the first new attempt to connect; twice as long before each one after it, up to `longestPause`. */
  readonly pause: number
  readonly longestPause: number
}

/**
 * What became of a message that was handed over: the centre's answer; or it was never sent (`UNSENT`); or it was, and the
 * centre said nothing (`SILENT`) or the connection ended first (`LOST`), so that nobody knows.
 */
export type Submitted =
  | { readonly status: number; readonly messageId: string }
  | 'UNSENT'
  | 'SILENT'
  | 'LOST'

/** What a link does with what the centre sends by itself; a message is acknowledged when the promise resolves. */
export interface LinkEvents {
  delivered(pdu: PDU): Promise<void>
}

export interface SmppLink {
  submit(fields: Fields): Promise<Submitted>
  /** Whether the centre has let us in. */
  readonly bound: boolean
  close(): Promise<void>
}

const INTERFACE_VERSION = 0x34
/** ESME_RX_T_APPN: the centre is to send it again later. */
const TRY_AGAIN = 0x64

/** Keeps one transceiver bound to a centre, and binds it again whenever the connection ends. */
export function openSmppLink(
  centre: SmppCentre,
  times: LinkTimes,
  events: LinkEvents,
  log: Logger,
): SmppLink {
  const waiting = new Set<(outcome: Submitted) => void>()
  const handling = new Set<Promise<void>>()
  let session: Session | null = null
  let bound = false
  let closing = false
  let pause = times.pause
  let timer: NodeJS.Timeout | undefined

  const open = () => {
    const opened = connect({ host: centre.host, port: centre.port, tls: centre.tls })
    session = opened
    const late = setTimeout(() => opened.destroy(), times.answer)
    opened.once(centre.tls ? 'secureConnect' : 'connect', () => {
      const { systemId, password, systemType } = centre
      const credentials = { system_id: systemId, password, system_type: systemType }
      opened.bind_transceiver(
        { ...credentials, interface_version: INTERFACE_VERSION },
        ({ command_status }) => {
          clearTimeout(late)
          if (command_status === 0) return entered(opened)
          log.error({ status: command_status }, '短信中心拒绝登录')
          opened.destroy()
        },
      )
    })
    // The library reads nothing more from a connection after an error, so it ends with it.
    opened.on('error', (error: Error) => {
      log.warn({ err: error }, '与短信中心的连接出错')
      opened.destroy()
    })
    opened.on('enquire_link', (pdu: PDU) => opened.send(pdu.response()))
    opened.on('unbind', (pdu: PDU) => {
      opened.send(pdu.response())
      opened.close()
    })
    opened.on('deliver_sm', (pdu: PDU) => {
      const handled = acknowledge(opened, pdu).finally(() => handling.delete(handled))
      handling.add(handled)
    })
    opened.once('close', () => {
      clearTimeout(late)
      clearTimeout(timer)
      if (bound && !closing)
        log.warn({ unanswered: waiting.size }, '与短信中心的连接已断开，将重新登录')
      session = null
      bound = false
      for (const settle of waiting) settle('LOST')
      if (closing) return
      timer = setTimeout(open, pause)
      pause = Math.min(pause * 2, times.longestPause)
    })
  }

  const entered = (opened: Session) => {
    bound = true
    pause = times.pause
    log.info('已登录短信中心')
    let gone: NodeJS.Timeout | undefined
    opened.once('close', () => clearTimeout(gone))
    const enquire = () => {
      gone = setTimeout(() => opened.destroy(), times.answer)
      opened.enquire_link(() => {
        clearTimeout(gone)
        timer = setTimeout(enquire, times.enquiry)
      })
    }
    timer = setTimeout(enquire, times.enquiry)
  }

  const acknowledge = async (opened: Session, pdu: PDU): Promise<void> => {
    try {
      // A receipt can come in one piece with the answer that it is about, whose promise goes first.
      await turn()
      await events.delivered(pdu)
      opened.send(pdu.response())
    } catch (error) {
      log.error({ err: error }, '未能处理短信中心送来的短信，稍后由其重送')
      opened.send(pdu.response({ command_status: TRY_AGAIN }))
    }
  }

  open()
  return {
    get bound() {
      return bound
    },
    submit: (fields) =>
      new Promise((resolve) => {
        const settle = (outcome: Submitted) => {
          clearTimeout(late)
          waiting.delete(settle)
          resolve(outcome)
        }
        const late = setTimeout(() => settle('SILENT'), times.answer)
        waiting.add(settle)
        const sent = bound && session?.submit_sm(fields, (answer) => settle(answerOf(answer)))
        if (!sent) settle('UNSENT')
      }),
    async close() {
      closing = true
      clearTimeout(timer)
      await Promise.allSettled(handling)
      const open = session
      if (!open) return
      await new Promise<void>((resolve) => {
        open.once('close', () => resolve())
        // A centre that does not let go is left alone.
        const late = setTimeout(() => open.destroy(), Math.min(times.answer, 1_000))
        open.once('close', () => clearTimeout(late))
        if (!bound || !open.unbind(() => open.close())) open.destroy()
      })
    },
  }
}

function answerOf({ command_status: status, message_id: messageId = '' }: PDU): Submitted {
  return { status, messageId }
}
