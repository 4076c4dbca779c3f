import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer, type Fields, type PDU, type Session } from 'smpp'

/** What a centre does with a message: takes it, refuses it with a status, says nothing, or ends the connection. */
type Manner = 'take' | 'silent' | 'take silently' | 'drop' | { readonly status: number }

/** A text as a telephone shows it, put together from its parts. */
interface Arrived {
  readonly to: string
  readonly text: string
}

/** A real SMPP server on loopback, with faults on demand. */
export interface SmppCentre {
  readonly port: number
  /** Whole texts, in the order in which their last parts came. */
  readonly inbox: readonly Arrived[]
  /** Every submit_sm that came. */
  readonly submitted: readonly PDU[]
  /** Ids that were given to what was taken. */
  readonly ids: readonly string[]
  /** Sessions that are bound now. */
  readonly bound: ReadonlySet<Session>
  /** How often somebody has bound. */
  readonly binds: number
  /** The manners of the next messages; after them all are taken. */
  behave(...manners: readonly Manner[]): void
  /** Forgets the manners that were asked for. */
  behaveWell(): void
  /** Takes this long over every answer. */
  slow(milliseconds: number): void
  /** The most messages that waited for an answer at once. */
  readonly most: number
  answerEnquiries(answers: boolean): void
  /** Sends a deliver_sm to whoever is bound and gives the status of the answer. */
  deliver(fields: Fields): Promise<number>
  /** Sends a receipt in the usual form. */
  receipt(id: string, stat: string, text?: string): Promise<number>
  /** Sends what a person wrote. */
  say(from: string, text: string): Promise<number>
  /** Ends all connections, as a restart would. */
  drop(): void
  close(): Promise<void>
}

const BIND_FAILED = 0x0d
export const PASSWORD = 'secret99'

export async function openSmppCentre(): Promise<SmppCentre> {
  const inbox: Arrived[] = []
  const submitted: PDU[] = []
  const ids: string[] = []
  const parts = new Map<string, string[]>()
  const bound = new Set<Session>()
  const manners: Manner[] = []
  let delay = 0
  let binds = 0
  let open = 0
  let most = 0
  let enquiries = true

  const take = (pdu: PDU): string => {
    const id = `m${ids.length + 1}`
    ids.push(id)
    const { short_message, destination_addr: to = '' } = pdu
    if (typeof short_message !== 'object') throw new Error('no text')
    const text = String(short_message.message)
    const [header] = (short_message.udh ?? []) as readonly Buffer[]
    if (!header) {
      inbox.push({ to, text })
      return id
    }
    const [, , reference, total = 0, number = 0] = header
    const key = `${to}:${reference}`
    const known = parts.get(key) ?? []
    known[number - 1] = text
    parts.set(key, known)
    if (known.filter((part) => part !== undefined).length === total) {
      inbox.push({ to, text: known.join('') })
      parts.delete(key)
    }
    return id
  }

  const answer = async (session: Session, pdu: PDU) => {
    submitted.push(pdu)
    most = Math.max(most, ++open)
    if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay))
    open--
    const manner = manners.shift() ?? 'take'
    if (manner === 'silent') return
    if (manner === 'drop') return session.destroy()
    if (typeof manner === 'object') {
      session.send(pdu.response({ command_status: manner.status }))
      return
    }
    const id = take(pdu)
    if (manner === 'take') session.send(pdu.response({ message_id: id }))
  }

  const server = createServer((session) => {
    session.setMaxListeners(0)
    session.on('error', () => session.destroy())
    session.on('bind_transceiver', (pdu: PDU) => {
      binds++
      const welcome = pdu.password === PASSWORD
      session.send(
        pdu.response(welcome ? { system_id: 'centre' } : { command_status: BIND_FAILED }),
      )
      if (welcome) bound.add(session)
    })
    session.on('close', () => bound.delete(session))
    session.on('enquire_link', (pdu: PDU) => enquiries && session.send(pdu.response()))
    session.on('unbind', (pdu: PDU) => {
      session.send(pdu.response())
      session.close()
    })
    session.on('submit_sm', (pdu: PDU) => void answer(session, pdu))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  const deliver = (fields: Fields) =>
    new Promise<number>((resolve, reject) => {
      const [session] = bound
      if (!session) return reject(new Error('nobody is bound'))
      session.once('close', () => reject(new Error('the connection ended')))
      session.deliver_sm(fields, ({ command_status }) => resolve(command_status))
    })

  return {
    port: (server.address() as AddressInfo).port,
    inbox,
    submitted,
    ids,
    bound,
    get binds() {
      return binds
    },
    get most() {
      return most
    },
    behave: (...next) => void manners.push(...next),
    behaveWell() {
      manners.length = 0
    },
    slow(milliseconds) {
      delay = milliseconds
    },
    answerEnquiries(answers) {
      enquiries = answers
    },
    deliver,
    receipt: (
      id,
      stat,
      text = `id:${id} sub:001 dlvrd:001 submit date:2603031200 done date:2603031201 stat:${stat} err:000 text:`,
    ) => deliver({ esm_class: 4, source_addr: '13900000000', short_message: text }),
    say: (from, text) =>
      deliver({
        source_addr: from,
        data_coding: 8,
        short_message: { message: Buffer.from(text, 'utf16le').swap16() },
      }),
    drop() {
      for (const session of server.sessions) session.destroy()
    },
    async close() {
      for (const session of server.sessions) session.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
