import { Prisma } from '../../platform/db/client.ts'
import type { Changed } from './change.ts'
import type { Channel } from './model.ts'

/** States of a delivery that has reached its receiver, or may have. */
export const TOLD = Prisma.sql`('SENDING', 'SENT', 'DELIVERED', 'UNKNOWN', 'RECALLED')`

/** Who wants to be told over a channel, as a query of receiver_id and digest. */
export function audience(channel: Channel, changed: Changed): Prisma.Sql {
  if (channel === 'WEBHOOK') return endpoints(changed)
  if (channel === 'BOARD') return boards(changed)
  return subscribers(channel, changed)
}

/** Who was told of a record over a channel, as the same. */
export function toldOf(channel: Channel, disclosureId: string): Prisma.Sql {
  return Prisma.sql`
    SELECT DISTINCT receiver_id, 'NOW'::digest digest FROM delivery
     WHERE disclosure_id = ${disclosureId}::uuid AND channel = ${channel}::channel AND state IN ${TOLD}`
}

function endpoints({ areaCode, itemCode, kind, path }: Changed): Prisma.Sql {
  return Prisma.sql`
    SELECT id receiver_id, 'NOW'::digest digest FROM webhook
     WHERE disabled_at IS NULL
       AND (area_codes = '{}' OR ${areaCode} = ANY(area_codes))
       AND (item_codes = '{}' OR ${itemCode} = ANY(item_codes))
       AND (kinds = '{}' OR ${kind} = ANY(kinds))
       AND (organization_codes = '{}' OR organization_codes && ${path}::text[])`
}

function boards({ organizationCode, audienceOrganizations }: Changed): Prisma.Sql {
  return Prisma.sql`
    SELECT id receiver_id, 'NOW'::digest digest FROM receiver
     WHERE channel = 'BOARD' AND organization_code = ANY(${[organizationCode, ...audienceOrganizations]}::text[])`
}

// Each word is looked for once, however many want it.
function subscribers(channel: Channel, changed: Changed): Prisma.Sql {
  const { publicationId, areaCode, itemCode, kind, path } = changed
  return Prisma.sql`
    SELECT s.receiver_id, min(s.digest) digest
      FROM subscription s JOIN receiver r ON r.id = s.receiver_id
     WHERE r.channel = ${channel}::channel AND s.ended_at IS NULL
       AND (s.area_code IS NULL OR s.area_code = ${areaCode})
       AND (s.item_code IS NULL OR s.item_code = ${itemCode})
       AND (s.kind IS NULL OR s.kind = ${kind})
       AND (s.organization_code IS NULL OR s.organization_code = ANY(${path}::text[]))
       AND (s.words = '{}' OR s.words <@ ARRAY(
             SELECT w.word FROM (SELECT DISTINCT unnest(words) word FROM subscription WHERE ended_at IS NULL) w,
                    publication p
              WHERE p.id = ${publicationId}::uuid AND strpos(lower(p.search_text), w.word) > 0))
     GROUP BY s.receiver_id`
}
