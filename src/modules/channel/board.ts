import type { Reaction } from '../../platform/reaction.ts'
import { POSTING_RECORDED, SHEET_REMOVED } from '../site/events.ts'

/**
 * Whoever has hung a sheet up has delivered it: what their board was owed of that version has arrived. So has, once the
 * sheet is off it, that the record was withdrawn.
 */
export const boardReaction: Reaction = {
  on: [POSTING_RECORDED, SHEET_REMOVED],
  async react(tx, events, now) {
    for (const { data } of events) {
      await tx.$executeRaw`
      UPDATE delivery d SET state = 'DELIVERED', due_at = NULL, sent_at = ${now}, delivered_at = ${now}
        FROM receiver r
       WHERE r.id = d.receiver_id AND r.channel = 'BOARD' AND r.organization_code = ${data['organizationCode']}
         AND d.disclosure_id = ${data['disclosureId']}::uuid AND d.version = ${data['version']}
         AND d.state = 'PLANNED'`
    }
  },
}
