import type { PDU, ShortMessage } from 'smpp'

/** What the centre says of a message that it took. */
export interface SmppReceipt {
  readonly messageId: string
  /** PENDING: still on its way. */
  readonly state: 'DELIVERED' | 'FAILED' | 'PENDING'
  /** The centre's own word and error, for the office. */
  readonly code: string
}

/** What a person wrote to our number. */
export interface SmppText {
  readonly from: string
  readonly text: string
}

const RECEIPT_CLASSES = 0b0011_1100
const RECEIPT = 0b0000_0100
const GB18030 = 15

/** SMPP 3.4, 5.2.28: message_state, and the words for it in a receipt's text. */
const STATES = [
  '',
  'ENROUTE',
  'DELIVRD',
  'EXPIRED',
  'DELETED',
  'UNDELIV',
  'ACCEPTD',
  'UNKNOWN',
  'REJECTD',
]
const FAILED = ['EXPIRED', 'DELETED', 'UNDELIV', 'REJECTD']

/** What a deliver_sm is: a receipt, a person's text, or nothing that we could use. */
export function readDelivery(
  pdu: PDU,
): { readonly receipt: SmppReceipt } | { readonly text: SmppText } | null {
  if (((pdu.esm_class ?? 0) & RECEIPT_CLASSES) === RECEIPT) {
    const receipt = receiptOf(pdu)
    return receipt && { receipt }
  }
  const part = partOf(pdu)
  // Whatever is asked of us stands in the first part; the others of a long text are not texts of their own.
  if (!pdu.source_addr || part > 1) return null
  return { text: { from: pdu.source_addr, text: contentOf(pdu) } }
}

/** The fields of the text are not in the standard: centres write them in any order, and the optional ones say it better. */
function receiptOf(pdu: PDU): SmppReceipt | null {
  const text = contentOf(pdu)
  const field = (name: string) => new RegExp(`\\b${name}:\\s*(\\w+)`, 'i').exec(text)?.[1]
  const messageId = pdu.receipted_message_id ?? field('id')
  const word = STATES[pdu.message_state ?? 0] || field('stat')?.toUpperCase().slice(0, 7)
  if (!messageId || !word) return null
  const code = [word, field('err')].filter(Boolean).join(':')
  if (word === 'DELIVRD') return { messageId, state: 'DELIVERED', code }
  return { messageId, state: FAILED.includes(word) ? 'FAILED' : 'PENDING', code }
}

function contentOf({ short_message, message_payload, data_coding }: PDU): string {
  const read = textOf(short_message, data_coding)
  return read === '' ? textOf(message_payload, data_coding) : read
}

function textOf(value: ShortMessage | Buffer | string | undefined, coding = 0): string {
  if (value === undefined || typeof value === 'string') return value ?? ''
  const message = Buffer.isBuffer(value) ? value : value.message
  if (typeof message === 'string') return message
  return coding === GB18030 ? new TextDecoder('gb18030').decode(message) : message.toString()
}

/** Which part of a long text it is; 1 for a short one. */
function partOf({ short_message }: PDU): number {
  if (typeof short_message !== 'object' || !Array.isArray(short_message.udh)) return 1
  const elements = short_message.udh as readonly Buffer[]
  const concatenation = elements.find(([kind]) => kind === 0 || kind === 8)
  return concatenation?.at(-1) ?? 1
}
