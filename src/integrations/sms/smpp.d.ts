declare module 'smpp' {
  import type { EventEmitter } from 'node:events'
  import type { Server as NetServer } from 'node:net'

  /** Fields of a protocol data unit, as far as they are used. */
  export interface Fields {
    command_status?: number
    message_id?: string
    system_id?: string
    password?: string
    system_type?: string
    interface_version?: number
    source_addr_ton?: number
    source_addr_npi?: number
    source_addr?: string
    dest_addr_ton?: number
    dest_addr_npi?: number
    destination_addr?: string
    esm_class?: number
    registered_delivery?: number
    data_coding?: number
    short_message?: ShortMessage | string
    message_payload?: ShortMessage | Buffer
    receipted_message_id?: string
    message_state?: number
  }

  /** Text when the coding is known to the library, else bytes. */
  export interface ShortMessage {
    udh?: Buffer | readonly Buffer[]
    message: string | Buffer
  }

  export interface PDU extends Readonly<Fields> {
    readonly command_status: number
    readonly sequence_number: number
    response(fields?: Fields): PDU
  }

  type Answered = (response: PDU) => void

  /** One connection. The requests return false when nothing can be written to it. */
  export class Session extends EventEmitter {
    send(pdu: PDU): boolean
    bind_transceiver(fields: Fields, answered: Answered): boolean
    submit_sm(fields: Fields, answered: Answered): boolean
    deliver_sm(fields: Fields, answered?: Answered): boolean
    enquire_link(answered: Answered): boolean
    unbind(answered?: Answered): boolean
    close(): void
    destroy(): void
  }

  export class Server extends NetServer {
    readonly sessions: readonly Session[]
  }

  export function connect(options: { host: string; port: number; tls: boolean }): Session
  export function createServer(listener: (session: Session) => void): Server
}
