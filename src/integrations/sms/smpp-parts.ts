import type { SmsReceipt } from '../../modules/channel/sms-ports.ts'
import type { SmppReceipt } from './smpp-deliver.ts'

interface Group {
  readonly id: string
  readonly count: number
  readonly taken: string[]
  readonly missing: Set<string>
}

/** Makes of the receipts of parts those of whole texts, which bear the reference of their last part. */
export interface PartReceipts {
  /** A text of so many parts is about to be sent; what is returned is told the centre's id of each part. */
  begin(id: string, count: number): (messageId: string) => void
  /** The receipt of a text, once it is known; null while parts are on their way. */
  whole(receipt: SmppReceipt): SmsReceipt | null
}

/** Parts that are remembered; the receipt of a text that is not is that of its last part. */
const REMEMBERED = 20_000

/** A text has arrived when all its parts have, and has failed when one of them has. */
export function partReceipts(): PartReceipts {
  const groups = new Map<string, Group>()
  return {
    begin(id, count) {
      const group: Group = { id, count, taken: [], missing: new Set() }
      return (messageId) => {
        group.taken.push(messageId)
        group.missing.add(messageId)
        groups.set(messageId, group)
        const [oldest] = groups.keys()
        if (groups.size > REMEMBERED && oldest !== undefined) groups.delete(oldest)
      }
    },
    whole({ messageId, state: outcome, code }) {
      if (outcome === 'PENDING') return null
      const group = groups.get(messageId)
      if (!group) return { id: null, reference: messageId, outcome, code }
      const { id, count, taken, missing } = group
      missing.delete(messageId)
      const reference = taken.at(-1) ?? messageId
      if (outcome === 'FAILED') return { id, reference, outcome, code }
      return missing.size === 0 && taken.length === count ? { id, reference, outcome, code } : null
    },
  }
}
