import type { Transaction } from '../../platform/db/client.ts'
import { Prisma } from '../../platform/db/client.ts'
import type { Reaction } from '../../platform/reaction.ts'
import { PUBLICATION_CHANGED } from '../publication/events.ts'
import { ALERT_AFTER_MS } from './alerts.ts'
import { audience, toldOf, TOLD } from './audience.ts'
import { type Changed, changedRecords } from './change.ts'
import type { Channel } from './model.ts'
import { channelRules } from './rules.ts'
import { openChannels, type ChannelSetting } from './settings.ts'
import { PATIENCE_MS, sendingTime } from './timing.ts'

/** Plans what is owed, in the transaction that publishes, corrects or withdraws. */
export const deliveryReaction: Reaction = {
  on: [PUBLICATION_CHANGED],
  async react(tx, events, now) {
    const changes = await changedRecords(tx, events)
    const known = new Map<string, ChannelSetting[]>()
    for (const changed of changes) {
      const place = `${changed.itemCode} ${changed.organizationCode}`
      const settings = known.get(place) ?? (await openChannels(tx, changed))
      known.set(place, settings)
      await planDeliveries(tx, changed, settings, now)
    }
  },
}

async function planDeliveries(
  tx: Transaction,
  changed: Changed,
  settings: readonly ChannelSetting[],
  now: Date,
): Promise<void> {
  for (const setting of settings.filter(({ channel }) => carries(channel, changed))) {
    const plan: Plan = { changed, setting, now }
    if (setting.channel === 'BOARD') await ensureBoards(tx, plan)
    await planChannel(tx, plan)
  }
  if (changed.lane === 'URGENT') await watch(tx, changed, now)
}

/** One channel's part of a change. */
interface Plan {
  readonly changed: Changed
  readonly setting: ChannelSetting
  readonly now: Date
}

function carries(channel: Channel, { audience: whom, reading }: Changed): boolean {
  const rule = channelRules[channel]
  return (whom === 'SOCIETY' || rule.carriesAreas) && (!reading || rule.carriesReadings)
}

async function planChannel(tx: Transaction, plan: Plan): Promise<void> {
  const { changed, setting } = plan
  const { channel, item } = setting
  const rule = channelRules[channel]
  if (changed.purpose === 'PUBLISHED' || rule.everyChange) {
    const told = changed.version > 1 ? changed.disclosureId : changed.follows
    const whom = [
      ...(item ? [audience(channel, changed)] : []),
      ...(told === null ? [] : [toldOf(channel, told)]),
    ]
    if (whom.length > 0) await tx.$executeRaw(insertion(plan, union(whom)))
    return
  }
  await settleWaiting(tx, plan)
  const skipped = rule.followsUp(changed) ? null : Prisma.sql`'NOT_FOLLOWED_UP'::skip_reason`
  await tx.$executeRaw(insertion(plan, toldOf(channel, changed.disclosureId), { skipped }))
}

/** What has not gone out is not sent any more; of a correction, its receivers get the new version as news. */
async function settleWaiting(tx: Transaction, plan: Plan): Promise<void> {
  const { disclosureId, version, purpose } = plan.changed
  const reason = purpose === 'WITHDRAWN' ? 'WITHDRAWN' : 'SUPERSEDED'
  const waiting = Prisma.sql`
    UPDATE delivery SET state = 'SKIPPED', skip_reason = ${reason}::skip_reason, due_at = NULL
     WHERE disclosure_id = ${disclosureId}::uuid AND version < ${version} AND state = 'PLANNED'
       AND channel = ${plan.setting.channel}::channel
    RETURNING receiver_id, digest`
  if (purpose === 'WITHDRAWN') {
    await tx.$executeRaw(waiting)
    return
  }
  const news = Prisma.sql`
    SELECT w.receiver_id, w.digest FROM waiting w WHERE NOT EXISTS (
      SELECT FROM delivery d WHERE d.receiver_id = w.receiver_id AND d.disclosure_id = ${disclosureId}::uuid
                               AND d.state IN ${TOLD})`
  const insert = insertion({ ...plan, changed: { ...plan.changed, purpose: 'PUBLISHED' } }, news)
  await tx.$executeRaw`WITH waiting AS (${waiting}) ${insert}`
}

function union(parts: readonly Prisma.Sql[]): Prisma.Sql {
  return Prisma.sql`
    SELECT receiver_id, min(digest) digest FROM (${Prisma.join([...parts], ' UNION ALL ')}) u GROUP BY receiver_id`
}

/** Plans one row for each receiver of a query; whoever has a row for this publication keeps it. */
function insertion(
  { changed, setting, now }: Plan,
  receivers: Prisma.Sql,
  { skipped = null }: { readonly skipped?: Prisma.Sql | null } = {},
): Prisma.Sql {
  const { publicationId, disclosureId, version, purpose, lane } = changed
  const { channel, enabled, quiet } = setting
  const due = (digest: 'NOW' | 'DAILY' | 'WEEKLY') => sendingTime(now, { lane, digest, quiet })
  // What was told is put right even where nothing new is told any more.
  const off = !enabled && purpose === 'PUBLISHED'
  return Prisma.sql`
    INSERT INTO delivery (id, publication_id, disclosure_id, version, receiver_id, channel, purpose, lane, digest,
                          state, skip_reason, due_at, give_up_at, planned_at)
    SELECT gen_random_uuid(), ${publicationId}::uuid, ${disclosureId}::uuid, ${version}, id, channel,
           ${purpose}::delivery_purpose, ${lane}::delivery_lane, digest,
           CASE WHEN reason IS NULL THEN 'PLANNED' ELSE 'SKIPPED' END::delivery_state, reason,
           CASE WHEN reason IS NULL THEN due END, due + ${PATIENCE_MS} * interval '1 ms', ${now}
      FROM (SELECT r.id, r.channel, t.digest,
                   CASE t.digest WHEN 'NOW' THEN ${due('NOW')} WHEN 'DAILY' THEN ${due('DAILY')}
                                 ELSE ${due('WEEKLY')} END::timestamptz due,
                   CASE WHEN r.forgotten_at IS NOT NULL THEN 'UNSUBSCRIBED'::skip_reason
                        WHEN ${off} THEN 'CHANNEL_OFF'::skip_reason
                        ELSE ${skipped ?? Prisma.sql`NULL::skip_reason`} END reason
              FROM (${receivers}) t JOIN receiver r ON r.id = t.receiver_id AND r.channel = ${channel}::channel) p
    ON CONFLICT (publication_id, receiver_id) DO NOTHING`
}

async function ensureBoards(tx: Transaction, { changed, now }: Plan): Promise<void> {
  const { organizationCode, audienceOrganizations } = changed
  const codes = [organizationCode, ...audienceOrganizations]
  await tx.$executeRaw`
    INSERT INTO receiver (id, channel, organization_code, created_at)
    SELECT gen_random_uuid(), 'BOARD', code, ${now} FROM organization WHERE code = ANY(${codes}::text[])
    ON CONFLICT (channel, organization_code) DO NOTHING`
}

async function watch(tx: Transaction, changed: Changed, now: Date): Promise<void> {
  if (changed.purpose === 'WITHDRAWN') return
  const dueAt = new Date(now.getTime() + ALERT_AFTER_MS)
  await tx.criticalAlert.create({ data: { publicationId: changed.publicationId, dueAt } })
}
