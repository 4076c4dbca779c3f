import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { type GraphQLClient, graphqlClient } from '../support/client.ts'
import { foundBy } from '../support/editorial.ts'

// A station's machine posts what it measures, under its own secret and the office's grant.

let app: TestApp
let office: GraphQLClient
let station: GraphQLClient

const KIND = 'AirQualityReading'
const HBJ = { kind: KIND, itemCode: '5.1', organizationCode: 'hbj' }
const POST = 'publishAirQualityReadings'
const RESULTS = 'results { outcome indexNumber version }'

interface Results {
  readonly results: readonly { outcome: string; indexNumber: string; version: number }[]
}

beforeAll(async () => {
  app = await startTestApp({ search: 'DATABASE', clock: { now: () => new Date(NOW) } })
  office = await app.signIn('office')
  station = (await granted('大城子站自动监测')).machine
})

afterAll(() => app.close())

const NOW = '2027-03-10T04:30:00.000Z'

/** A new front end with its secret. */
async function registered(name: string, channel = 'FEED') {
  const { secret } = await office.succeed<{ secret: string }>(
    'createApiClient',
    { name, channel },
    'secret',
  )
  return graphqlClient(app.url, { authorization: `Bearer ${secret}` })
}

async function granted(clientName: string) {
  const machine = await registered(clientName)
  const { grant } = await office.succeed<{ grant: { id: string } }>(
    'grantFeed',
    { clientName, ...HBJ },
    'grant { id }',
  )
  return { machine, grantId: grant.id }
}

/** A reading as a machine sends it: of the hour, in Asia/Shanghai. */
function reading(name: string, at: string, aqi = 42) {
  const level = aqi <= 50 ? 'EXCELLENT' : 'GOOD'
  return {
    station: name,
    observedAt: `${at}+08:00`,
    aqi,
    aqiLevel: level,
    primaryPollutants: aqi > 50 ? ['PM10'] : [],
    concentrations: { pm2_5: '21.5', pm10: '60' },
    standardVersion: 'HJ_633_2026',
  }
}

const post = (machine: GraphQLClient, readings: object[], organizationCode = 'hbj') =>
  machine.mutate<Results>(POST, { organizationCode, readings }, RESULTS)

async function outcomes(machine: GraphQLClient, readings: object[]) {
  const input = { organizationCode: 'hbj', readings }
  return (await machine.succeed<Results>(POST, input, RESULTS)).results
}

const LATEST = `query ($station: String!) { latestAirQualityReading(station: $station) {
  indexNumber title aqi aqiLevel smsLine organization { code } item { code } concentrations { pm2_5 } } }`

interface Latest {
  readonly latestAirQualityReading: { indexNumber: string; aqi: number } | null
}

const latest = async (name: string) =>
  (await app.anonymous.query<Latest>(LATEST, { station: name })).latestAirQualityReading

const counts = () =>
  app.sql(`SELECT (SELECT count(*) FROM publication) p, (SELECT count(*) FROM edition) e,
                  (SELECT count(*) FROM disclosure) d, (SELECT last FROM index_counter c JOIN organization o
                    ON o.uscc = c.front WHERE o.code = 'hbj' AND year = 2027) n`)

test('a reading is public at once, without review, and found as the latest, in its day and by search', async () => {
  const name = '利州站'
  const day = ['2027-03-09T23:00:00', '2027-03-10T00:00:00', '2027-03-10T11:00:00']
  const [late, , noon] = await outcomes(
    station,
    day.map((at, i) => reading(name, at, 40 + i)),
  )
  expect([late?.outcome, noon?.outcome]).toEqual(['PUBLISHED', 'PUBLISHED'])
  expect(noon?.indexNumber).toMatch(/\/2027-\d{5}$/)
  expect(await latest(name)).toEqual({
    indexNumber: noon?.indexNumber,
    title: '利州站空气质量实时数据（2027年3月10日11时）',
    aqi: 42,
    aqiLevel: 'EXCELLENT',
    smsLine: '利州站3月10日11时空气质量指数42，一级（优）',
    organization: { code: 'hbj' },
    item: { code: '5.1' },
    concentrations: { pm2_5: '21.5' },
  })
  const series =
    'query ($date: Date!) { airQualityReadings(station: "利州站", date: $date) { aqi } }'
  const of = (date: string) => app.anonymous.query(series, { date })
  expect(await of('2027-03-10')).toEqual({ airQualityReadings: [{ aqi: 41 }, { aqi: 42 }] })
  expect(await of('2027-03-09')).toEqual({ airQualityReadings: [{ aqi: 40 }] })
  expect(await of('2027-03-08')).toEqual({ airQualityReadings: [] })
  expect(await latest('没有的站')).toBeNull()
  expect(await foundBy(app.anonymous, name)).toContain(noon?.indexNumber)

  const [edition] = await app.sql(
    `SELECT e.state, e.author_id, e.chain::text, a.actor_role, a.actor_place, a.actor_id = g.client_id AS by_client
       FROM publication p JOIN edition e ON e.id = p.edition_id JOIN feed_grant g ON g.id = e.feed_grant_id
       JOIN audit_event a ON a.subject_id = p.disclosure_id::text WHERE p.index_number = $1`,
    [noon?.indexNumber],
  )
  expect(edition).toEqual({
    state: 'PUBLISHED',
    author_id: null,
    chain: '{}',
    actor_role: 'FEED',
    actor_place: 'hbj',
    by_client: true,
  })
})

test('the office sees who may post and who has posted; nobody else does', async () => {
  const question =
    '{ feedGrants { clientName kind item { code } organization { code } revokedAt } }'
  expect(await office.query(question)).toEqual({
    feedGrants: [
      {
        clientName: '大城子站自动监测',
        kind: KIND,
        item: { code: '5.1' },
        organization: { code: 'hbj' },
        revokedAt: null,
      },
    ],
  })
  for (const other of [app.anonymous, station, await app.signIn('hbj.approver')]) {
    expect((await other.request(question)).data).toBeFalsy()
  }
  const [posted] = await app.sql(
    'SELECT id::text FROM edition WHERE feed_grant_id IS NOT NULL LIMIT 1',
  )
  const id = Buffer.from(`Edition:${String(posted?.['id'])}`).toString('base64')
  const edition =
    'query ($id: ID!) { node(id: $id) { ... on Edition { postedBy author { username } steps { step } } } }'
  expect(await office.query(edition, { id })).toEqual({
    node: { postedBy: '大城子站自动监测', author: null, steps: [] },
  })
})

test('sent again it changes nothing; sent with other values it corrects', async () => {
  const first = reading('老爷庙站', '2027-03-10T09:00:00')
  const [published] = await outcomes(station, [first, first])
  const before = await counts()
  // The same instant and the same numbers, written in another way.
  const again = {
    ...first,
    observedAt: '2027-03-10T01:00:00Z',
    concentrations: { pm2_5: '021.5', pm10: '60' },
  }
  expect(await outcomes(station, [again])).toEqual([{ ...published, outcome: 'UNCHANGED' }])
  expect(await counts()).toEqual(before)

  const [corrected, fresh] = await outcomes(station, [
    { ...first, aqi: 48 },
    reading('老爷庙站', '2027-03-10T08:00:00'),
  ])
  expect(corrected).toEqual({ ...published, outcome: 'CORRECTED', version: 2 })
  expect(fresh?.outcome).toBe('PUBLISHED')
  expect(await latest('老爷庙站')).toMatchObject({ indexNumber: published?.indexNumber, aqi: 48 })
  const states = await app.sql(
    `SELECT state FROM edition e JOIN disclosure d ON d.id = e.disclosure_id WHERE d.index_number = $1 ORDER BY number`,
    [published?.indexNumber],
  )
  expect(states).toEqual([{ state: 'SUPERSEDED' }, { state: 'PUBLISHED' }])
})

test('a reading that stands twice in one call counts once, also where it corrects', async () => {
  const one = reading('南公营子站', '2027-03-10T07:00:00')
  const told = async (content: typeof one) =>
    (await outcomes(station, [content, content])).map(({ outcome, version }) => [outcome, version])
  expect(await told(one)).toEqual([
    ['PUBLISHED', 1],
    ['UNCHANGED', 1],
  ])
  expect(await told({ ...one, aqi: 41 })).toEqual([
    ['CORRECTED', 2],
    ['UNCHANGED', 2],
  ])
  expect(await latest('南公营子站')).toMatchObject({ aqi: 41 })
})

test('two machines that post the same at once publish it once', async () => {
  const other = await granted('大城子站备用')
  const same = [reading('公营子站', '2027-03-10T10:00:00')]
  const answers = await Promise.all([outcomes(station, same), outcomes(other.machine, same)])
  const told = answers.flat()
  expect(told.map(({ outcome }) => outcome).toSorted()).toEqual(['PUBLISHED', 'UNCHANGED'])
  expect(new Set(told.map(({ indexNumber }) => indexNumber)).size).toBe(1)
})

describe('what is refused', () => {
  const good = reading('山嘴子站', '2027-03-10T10:00:00')

  test('is everything when anything is wrong, with every problem and its place', async () => {
    const before = await counts()
    const answer = await post(station, [
      good,
      { ...good, observedAt: '2027-03-10T09:00:00+08:00', aqi: 501 },
      { ...good, observedAt: '2027-03-10T08:00:00+08:00', concentrations: { pm10: '-1' } },
      { ...good, observedAt: '2027-03-10T14:00:00+08:00' },
      { ...good, station: null },
      { ...good, aqi: 43 },
      {
        ...good,
        observedAt: '2027-03-10T07:00:00+08:00',
        aqiLevel: 'SEVERE',
        audience: 'AREA',
        bodyMarkdown: '未经审核的文字',
      },
    ])
    expect(answer.__typename).toBe('ValidationError')
    expect(answer.problems?.map(({ path, code }) => `${path} ${code}`)).toEqual([
      'readings.1.aqi TOO_BIG',
      'readings.2.concentrations.pm10 INVALID_FORMAT',
      'readings.3.observedAt IN_FUTURE',
      'readings.4.station REQUIRED',
      'readings.6.audienceName REQUIRED',
      'readings.6.aqiLevel WRONG_LEVEL',
      'readings.6.audience SOCIETY_ONLY',
      'readings.6.audience NOT_ALLOWED',
      'readings.6.body NOT_ALLOWED',
      'readings.5 DUPLICATE_KEY',
    ])
    expect(await counts()).toEqual(before)
    expect(await latest('山嘴子站')).toBeNull()
  })

  test('are no readings, and more than a hundred', async () => {
    const many = Array.from({ length: 101 }, () => good)
    for (const readings of [[], many]) {
      expect(await post(station, readings)).toMatchObject({ code: 'WRONG_COUNT' })
    }
  })

  test('is personal data', async () => {
    const leak = { ...good, station: '联系人13812345678' }
    expect(await post(station, [leak])).toMatchObject({
      __typename: 'PrivacyError',
      message: expect.not.stringContaining('13812345678') as string,
    })
  })

  test('is who is no machine, or one of another channel', async () => {
    const editor = await app.signIn('hbj.editor')
    expect(await post(app.anonymous, [good])).toMatchObject({ code: 'UNAUTHENTICATED' })
    expect(await post(editor, [good])).toMatchObject({ code: 'FORBIDDEN' })
    expect(await post(office, [good])).toMatchObject({ code: 'FORBIDDEN' })
    const website = await registered('县网站', 'WEBSITE')
    expect(await post(website, [good])).toMatchObject({ code: 'FORBIDDEN' })
    const grant = (input: object) =>
      office.mutate('grantFeed', { ...HBJ, ...input }, 'grant { id }')
    expect(await grant({ clientName: '县网站' })).toMatchObject({ code: 'NOT_A_FEED' })
  })

  test('is another organization, and a machine without a grant or with one taken back', async () => {
    expect(await post(station, [good], 'wjj')).toMatchObject({ code: 'FEED_NOT_GRANTED' })
    const { machine, grantId } = await granted('水泉站')
    await office.succeed('revokeFeed', { grantId }, 'grant { revokedAt }')
    expect(await post(machine, [good])).toMatchObject({ code: 'FEED_NOT_GRANTED' })
    const again = await office.mutate('revokeFeed', { grantId }, 'grant { id }')
    expect(again).toMatchObject({ code: 'ALREADY_REVOKED' })
    const stranger = await registered('未授权站')
    expect(await post(stranger, [good])).toMatchObject({ code: 'FEED_NOT_GRANTED' })
    await office.succeed('revokeApiClient', { name: '未授权站' }, 'client { id }')
    const { status } = await stranger.request('{ client { id } }')
    expect(status).toBe(401)
  })

  test('is a grant for what no machine posts, what the item does not take, or what is not owed', async () => {
    const grant = (input: object) =>
      office.mutate(
        'grantFeed',
        { clientName: '大城子站自动监测', ...HBJ, ...input },
        'grant { id }',
      )
    expect(await grant({})).toMatchObject({ code: 'ALREADY_GRANTED' })
    expect(await grant({ kind: 'Notice' })).toMatchObject({ code: 'NO_FEED_KIND' })
    expect(await grant({ itemCode: '4.1' })).toMatchObject({ code: 'KIND_NOT_ACCEPTED' })
    expect(await grant({ organizationCode: 'wjj' })).toMatchObject({ code: 'NOT_OWED' })
    expect(await grant({ clientName: '没有' })).toMatchObject({ code: 'UNKNOWN_CLIENT' })
    const admin = await app.signIn('hbj.approver')
    expect(
      await admin.mutate('grantFeed', { clientName: '水泉站', ...HBJ }, 'grant { id }'),
    ).toMatchObject({
      code: 'FORBIDDEN',
    })
  })

  test('is bringing back what people have withdrawn', async () => {
    const bad = reading('甘招站', '2027-03-10T10:00:00')
    const [published] = await outcomes(station, [bad])
    const withdrawal = { indexNumber: published?.indexNumber, type: 'ERROR', reason: '仪器故障' }
    await office.succeed('withdrawDisclosure', withdrawal, 'disclosure { status }')
    for (const aqi of [42, 43]) {
      expect(await post(station, [{ ...bad, aqi }])).toMatchObject({
        problems: [{ path: 'readings.0', code: 'WITHDRAWN' }],
      })
    }
    expect(await latest('甘招站')).toBeNull()
  })
})

// Longer than it may take, so that it is the figure that fails.
test(
  'a thousand readings are published in a few seconds, and one is read in one statement by its index',
  { timeout: 120_000 },
  async () => {
    const { machine } = await granted('批量补报')
    const hours = Array.from({ length: 1000 }, (_, i) =>
      new Date(Date.parse(NOW) - (i + 2) * 3_600_000).toISOString(),
    )
    const readings = hours.map((at) => ({ ...reading('卧虎沟站', 'x'), observedAt: at }))
    const started = performance.now()
    for (let from = 0; from < 1000; from += 100) {
      await outcomes(machine, readings.slice(from, from + 100))
    }
    const seconds = (performance.now() - started) / 1000
    console.log(`1,000 readings in ${seconds.toFixed(1)} s: ${Math.round(1000 / seconds)} a second`)
    expect(seconds).toBeLessThan(60)

    await app.sql('ANALYZE publication')
    const plan = await app.sql(
      `EXPLAIN SELECT id FROM publication WHERE kind = $1 AND series = $2 AND valid_to IS NULL
        AND withdrawal_type IS NULL AND audience = 'SOCIETY' ORDER BY series_at DESC LIMIT 1`,
      [KIND, '卧虎沟站'],
    )
    expect(JSON.stringify(plan)).toContain('publication_series')
  },
)

test('a machine that calls without pause is held back', async () => {
  const { machine } = await granted('失控的站')
  const hasty = async () => (await post(machine, [])).code
  const codes: (string | undefined)[] = []
  for (let call = 0; call < 61; call += 1) codes.push(await hasty())
  expect(codes.slice(0, 60).every((code) => code === 'WRONG_COUNT')).toBe(true)
  expect(codes.at(60)).toBe('RATE_LIMITED')
})

test('the database keeps machines and people apart', async () => {
  const machine = `(SELECT id FROM edition WHERE feed_grant_id IS NOT NULL AND state = 'PUBLISHED' LIMIT 1)`
  const refused = [
    `UPDATE edition SET author_id = (SELECT id FROM user_account LIMIT 1), feed_grant_id = NULL WHERE id = ${machine}`,
    `UPDATE edition SET feed_grant_id = NULL WHERE id = ${machine}`,
    `INSERT INTO edition (id, disclosure_id, number, state, content, content_hash, feed_grant_id, created_at, updated_at)
     SELECT gen_random_uuid(), disclosure_id, 99, 'DRAFT', content, content_hash, feed_grant_id, now(), now()
       FROM edition WHERE id = ${machine}`,
    `INSERT INTO edition (id, disclosure_id, number, state, content, content_hash, created_at, updated_at)
     SELECT gen_random_uuid(), disclosure_id, 99, 'SUPERSEDED', content, content_hash, now(), now()
       FROM edition WHERE id = ${machine}`,
  ]
  for (const statement of refused) {
    await expect(app.sql(statement)).rejects.toThrow(/final|edition_of_/)
  }
})
