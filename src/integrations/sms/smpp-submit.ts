import type { Fields } from 'smpp'
import { smsSegments } from '../../platform/sms-segments.ts'

const UCS2 = 8
const UDH_INDICATOR = 0x40
const RECEIPT_WANTED = 1
const NATIONAL = { ton: 0, npi: 1 }
const UNKNOWN = { ton: 0, npi: 0 }

/**
 * A text as the requests that carry it: UCS-2, and with more than one a header of six bytes that says which part of which
 * text it is. `reference` keeps the parts of texts to one receiver apart.
 */
export function submissions(
  source: string,
  receiver: string,
  text: string,
  reference: number,
): Fields[] {
  const segments = smsSegments(text)
  return segments.map((segment, index) => ({
    source_addr_ton: UNKNOWN.ton,
    source_addr_npi: UNKNOWN.npi,
    source_addr: source,
    dest_addr_ton: NATIONAL.ton,
    dest_addr_npi: NATIONAL.npi,
    destination_addr: receiver,
    data_coding: UCS2,
    registered_delivery: RECEIPT_WANTED,
    ...(segments.length === 1
      ? { esm_class: 0, short_message: { message: ucs2(segment) } }
      : {
          esm_class: UDH_INDICATOR,
          short_message: {
            udh: Buffer.from([5, 0, 3, reference & 0xff, segments.length, index + 1]),
            message: ucs2(segment),
          },
        }),
  }))
}

function ucs2(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16()
}
