import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { openDeliveryStage, testGateway } from '../../../test/support/deliveries.ts'
import { NOTICE, published, publish, revisedAndApproved } from '../../../test/support/editions.ts'
import { TODAY } from '../../../test/support/stage.ts'
import type { Edition } from '../disclosure/model.ts'
import { withdrawDisclosure } from '../publication/commands/withdraw-disclosure.ts'
import type { WithdrawalType } from '../publication/model.ts'
import { postingRecorded } from '../site/events.ts'
import { boardReaction } from './board.ts'

const stage = await openDeliveryStage()
afterAll(stage.close)
const { person } = stage.county
const approver = person('mzj', 'APPROVER')

const withdraw = ({ indexNumber }: Edition, type: WithdrawalType = 'ERROR') =>
  withdrawDisclosure(stage.platform, approver, {
    indexNumber: indexNumber ?? '',
    type,
    reason: '数字有误',
  })
const correct = async (live: Edition) => publish(stage, await revisedAndApproved(stage, live))
const receivers = async (disclosureId: string, state = 'PLANNED') =>
  (
    await stage.sql(
      'SELECT receiver_id::text id FROM delivery WHERE disclosure_id = $1 AND state = $2',
      [disclosureId, state],
    )
  ).map(({ id }) => id)

beforeEach(async () => {
  stage.clock.set(TODAY)
  await stage.forget()
  await stage.sql('DELETE FROM organization_channel')
  await stage.channels('WEBHOOK', 'SMS', 'WECHAT')
})

describe('whom a publication is owed to', () => {
  test('whoever subscribed to something that it is, once, however many subscriptions it meets', async () => {
    const yes = [
      await stage.subscriber({ area: '2' }),
      await stage.subscriber({ item: '2.2', channel: 'WECHAT' }),
      await stage.subscriber({ organization: 'mzj' }),
      // With everything below it.
      await stage.subscriber({ organization: 'county' }),
      await stage.subscriber({ kind: 'Notice', area: '2' }),
      await stage.subscriber({ words: ['取暖', '补贴'] }),
    ]
    for (const no of [
      { area: '5' },
      { item: '5.1' },
      { organization: 'jzz' },
      { kind: 'Notice', area: '5' },
      { words: ['取暖', '住房'] },
    ]) {
      await stage.subscriber(no)
    }
    await stage.sql(
      `INSERT INTO subscription (id, receiver_id, kind, scope_key, digest, consent_text, consent_at, consent_way, words)
       VALUES (gen_random_uuid(), $1, 'Notice', 'second', 'DAILY', 'DY', now(), 'SMS', '{}')`,
      [yes[0]],
    )
    const { disclosureId } = await published(stage)
    expect(new Set(await receivers(disclosureId))).toEqual(new Set(yes))
  })

  test('endpoints that want its kind, and nobody over a channel that the item does not have', async () => {
    const endpoint = await stage.endpoint({ kinds: ['Notice'] })
    await stage.endpoint({ kinds: ['Warning'] })
    await stage.subscriber()
    await stage.channels('WEBHOOK')
    const { disclosureId } = await published(stage)
    expect(await receivers(disclosureId)).toEqual([endpoint])
  })

  test('what is for a named area goes to its boards and to nobody else', async () => {
    await stage.channels('WEBHOOK', 'SMS', 'WECHAT', 'BOARD')
    await stage.endpoint()
    await stage.subscriber()
    const content = {
      ...NOTICE,
      audience: 'AREA',
      audienceName: '甲村',
      audienceOrganizations: ['gyz'],
    }
    const { disclosureId } = await published(stage, { content })
    const rows = await stage.sql(
      `SELECT r.channel, r.organization_code code FROM delivery d JOIN receiver r ON r.id = d.receiver_id
        WHERE disclosure_id = $1 ORDER BY code`,
      [disclosureId],
    )
    expect(rows).toEqual([
      { channel: 'BOARD', code: 'gyz' },
      { channel: 'BOARD', code: 'mzj' },
    ])
  })

  test('a sheet that was hung up has been delivered to its board, and to no other', async () => {
    await stage.channels('BOARD')
    const { disclosureId } = await published(stage)
    const hang = (organizationCode: string) =>
      stage.platform.database.$transaction((tx) => {
        const posting = { id: disclosureId, disclosureId, version: 1, organizationCode }
        return boardReaction.react(tx, [postingRecorded(posting)], stage.clock.now())
      })
    await hang('gyz')
    expect(await stage.ledger(disclosureId)).toEqual(['1 PUBLISHED PLANNED'])
    await hang('mzj')
    expect(await stage.ledger(disclosureId)).toEqual(['1 PUBLISHED DELIVERED'])
  })

  test('where the organization has switched a channel off, they are skipped and the ledger says so', async () => {
    await stage.subscriber()
    await stage.sql(
      `INSERT INTO organization_channel (organization_code, channel, enabled) VALUES ('county', 'SMS', false)`,
    )
    const { disclosureId } = await published(stage)
    expect(await stage.ledger(disclosureId)).toEqual(['1 PUBLISHED SKIPPED CHANNEL_OFF'])
    // What is nearer to it counts.
    await stage.sql(
      `INSERT INTO organization_channel (organization_code, channel, enabled) VALUES ('mzj', 'SMS', true)`,
    )
    const again = await published(stage)
    expect(await stage.ledger(again.disclosureId)).toEqual(['1 PUBLISHED PLANNED'])
  })

  test('ten thousand are planned in the publication’s own transaction', async () => {
    await stage.sql(`
      WITH r AS (INSERT INTO receiver (id, channel, sealed_address, address_hash, created_at)
                 SELECT gen_random_uuid(), 'SMS', n::text, 'bulk' || n, now() FROM generate_series(1, 10000) n RETURNING id)
      INSERT INTO subscription (id, receiver_id, area_code, words, scope_key, consent_text, consent_at, consent_way)
      SELECT gen_random_uuid(), id, CASE WHEN random() < 0.5 THEN '2' END, '{补贴}', '', 'DY', now(), 'SMS' FROM r`)
    const edition = await published(stage)
    const [row] = await stage.sql(
      `SELECT count(*)::int count, max(planned_at) = $2 "sameTime" FROM delivery WHERE disclosure_id = $1`,
      [edition.disclosureId, stage.clock.now()],
    )
    expect(row).toEqual({ count: 10_000, sameTime: true })
  })
})

describe('when it is sent', () => {
  const dueOf = async (disclosureId: string) =>
    (
      await stage.sql(
        'SELECT digest, due_at FROM delivery WHERE disclosure_id = $1 ORDER BY digest',
        [disclosureId],
      )
    ).map(({ digest, due_at }) => `${String(digest)} ${(due_at as Date).toISOString()}`)

  test('at once, at 08:30 or on Monday, as each wants; after quiet hours', async () => {
    for (const digest of ['NOW', 'DAILY', 'WEEKLY'] as const) await stage.subscriber({ digest })
    const { disclosureId } = await published(stage)
    expect(await dueOf(disclosureId)).toEqual([
      'NOW 2026-03-03T04:00:00.000Z',
      'DAILY 2026-03-04T00:30:00.000Z',
      'WEEKLY 2026-03-09T00:30:00.000Z',
    ])
    await stage.sql(
      `INSERT INTO organization_channel (organization_code, channel, quiet_from, quiet_to) VALUES ('county', 'SMS', '11:00', '14:30')`,
    )
    const quiet = await published(stage)
    expect((await dueOf(quiet.disclosureId))[0]).toBe('NOW 2026-03-03T06:30:00.000Z')
  })
})

describe('what follows on it', () => {
  test('a withdrawal reaches exactly those who were told; what waited is skipped', async () => {
    const gateway = testGateway({ channel: 'WECHAT' })
    const courier = stage.courier([gateway])
    const told = await stage.subscriber({ channel: 'WECHAT' })
    const waiting = await stage.subscriber({ channel: 'WECHAT', digest: 'DAILY' })
    const live = await published(stage)
    await courier.runOnce()
    const late = await stage.subscriber({ channel: 'WECHAT' })
    await withdraw(live)
    await courier.runOnce()

    expect(await stage.ledger(live.disclosureId, told)).toEqual([
      '1 PUBLISHED RECALLED',
      '2 WITHDRAWN SENT',
    ])
    expect(await stage.ledger(live.disclosureId, waiting)).toEqual([
      '1 PUBLISHED SKIPPED WITHDRAWN',
    ])
    expect(await stage.ledger(live.disclosureId, late)).toEqual([])
    expect(gateway.sent.map(({ address, payload }) => [address, payload.purpose])).toEqual([
      [told, 'PUBLISHED'],
      [told, 'WITHDRAWN'],
    ])
  })

  test('of a correction those who waited get the new version as news, those who were told a correction', async () => {
    const gateway = testGateway({ channel: 'WECHAT' })
    const courier = stage.courier([gateway])
    const told = await stage.subscriber({ channel: 'WECHAT' })
    const waiting = await stage.subscriber({ channel: 'WECHAT', digest: 'DAILY' })
    const live = await published(stage)
    await courier.runOnce()
    const second = await correct(live)
    await correct(second)
    stage.clock.set('2026-03-04T00:30:00.000Z')
    await courier.runOnce()
    expect(await stage.ledger(live.disclosureId, told)).toEqual([
      '1 PUBLISHED RECALLED',
      '2 CORRECTED SKIPPED SUPERSEDED',
      '3 CORRECTED SENT',
    ])
    expect(await stage.ledger(live.disclosureId, waiting)).toEqual([
      '1 PUBLISHED SKIPPED SUPERSEDED',
      '2 PUBLISHED SKIPPED SUPERSEDED',
      '3 PUBLISHED SENT',
    ])
  })

  test('nobody is written to by SMS that a notice is gone, nor by WeChat that its time on display is over', async () => {
    const gateways = [testGateway(), testGateway({ channel: 'WECHAT' })]
    const courier = stage.courier(gateways)
    const phone = await stage.subscriber()
    const openid = await stage.subscriber({ channel: 'WECHAT' })
    const live = await published(stage)
    await courier.runOnce()
    await withdraw(live, 'EXPIRED')
    await courier.runOnce()
    for (const receiver of [phone, openid]) {
      expect(await stage.ledger(live.disclosureId, receiver)).toEqual([
        '1 PUBLISHED SENT',
        '2 WITHDRAWN SKIPPED NOT_FOLLOWED_UP',
      ])
    }
  })

  test('endpoints are told of every change in order, even of what they were not told of before', async () => {
    const endpoint = await stage.endpoint()
    const live = await published(stage)
    const second = await correct(live)
    const late = await stage.endpoint()
    await withdraw(second)
    expect(await stage.ledger(live.disclosureId, endpoint)).toEqual([
      '1 PUBLISHED PLANNED',
      '2 CORRECTED PLANNED',
      '3 WITHDRAWN PLANNED',
    ])
    expect(await stage.ledger(live.disclosureId, late)).toEqual(['3 WITHDRAWN PLANNED'])
  })
})
