import { afterAll, expect, test } from 'vitest'
import { openDeliveryStage, testGateway } from '../../../test/support/deliveries.ts'
import { published } from '../../../test/support/editions.ts'
import { startEndpoint } from '../../../test/support/endpoint.ts'
import { openStaffApi } from '../../../test/support/staff-api.ts'

const stage = await openDeliveryStage()
const api = await openStaffApi(stage)
const endpoint = await startEndpoint()
afterAll(async () => {
  await api.close()
  await stage.close()
  await endpoint.close()
})
const office = stage.county.person('county', 'OFFICE')

test('the office registers an endpoint, tries it, sees what goes out and how far, and ends it', async () => {
  await stage.channels('WEBHOOK', 'SMS')
  const made = await api.ask(
    office,
    `mutation ($url: String!) { createWebhook(input: { name: "网站", url: $url, kinds: [Notice] }) {
       ... on CreateWebhookSuccess { secret webhook { id name url kinds areaCodes disabledAt } } } }`,
    { url: `${endpoint.url}/hook` },
  )
  const { createWebhook } = made.data as {
    createWebhook: { secret: string; webhook: { id: string } }
  }
  expect(createWebhook).toEqual({
    secret: expect.stringMatching(/^gkw_[\w-]{43}$/) as string,
    webhook: {
      id: expect.any(String) as string,
      name: '网站',
      url: `${endpoint.url}/hook`,
      kinds: ['Notice'],
      areaCodes: [],
      disabledAt: null,
    },
  })
  const { id } = createWebhook.webhook
  const tried = await api.ask(
    office,
    `mutation ($id: ID!) { testWebhook(input: { webhookId: $id }) { ... on TestWebhookSuccess { outcome code } } }`,
    { id },
  )
  expect(tried.data).toEqual({ testWebhook: { outcome: 'DELIVERED', code: null } })

  await stage.subscriber()
  const { indexNumber } = await published(stage)
  await stage.courier([testGateway()]).runOnce()
  const seen = await api.ask(
    office,
    `query ($n: String!, $id: ID!) {
       publicationReach(indexNumber: $n) { version people channels { channel addresses people planned sent skipped } }
       deliveries(first: 1, indexNumber: $n) { pageInfo { hasNextPage }
         nodes { channel state receiverName purpose lane attempts { no outcome } } }
       mine: deliveries(webhookId: $id, state: PLANNED) { nodes { receiverName indexNumber dueAt } }
       webhooks { name }
       subscriptions { reach { people addresses subscriptions channels { channel people } } }
       deadSubscriptions { reason }
       criticalAlerts { indexNumber } }`,
    { n: indexNumber, id },
  )
  expect(seen.data).toMatchObject({
    publicationReach: {
      version: 1,
      people: 1,
      channels: [
        { channel: 'WEBHOOK', addresses: 1, people: 0, planned: 1, sent: 0, skipped: 0 },
        { channel: 'SMS', addresses: 1, people: 1, planned: 0, sent: 1, skipped: 0 },
      ],
    },
    deliveries: {
      pageInfo: { hasNextPage: true },
      nodes: [
        {
          channel: 'SMS',
          state: 'SENT',
          receiverName: null,
          purpose: 'PUBLISHED',
          lane: 'ORDINARY',
          attempts: [{ no: 1, outcome: 'SENT' }],
        },
      ],
    },
    mine: { nodes: [{ receiverName: '网站', indexNumber }] },
    webhooks: [{ name: '网站' }],
    subscriptions: {
      reach: {
        people: 1,
        addresses: 1,
        subscriptions: 1,
        channels: [{ channel: 'SMS', people: 1 }],
      },
    },
    deadSubscriptions: [],
    criticalAlerts: [],
  })

  const ended = await api.ask(
    office,
    `mutation ($id: ID!) { disableWebhook(input: { webhookId: $id }) {
       ... on DisableWebhookSuccess { webhook { disabledAt } } } }`,
    { id },
  )
  expect(ended.data).toEqual({
    disableWebhook: { webhook: { disabledAt: stage.clock.now().toISOString() } },
  })
})

test('an administrator sets quiet hours, on the version that they have read', async () => {
  const admin = stage.county.person('mzj', 'ORG_ADMIN')
  const set = (version: number | null, quietTo: string | null = '07:00') =>
    api.ask(
      admin,
      `mutation ($version: Int, $quietTo: String) { setOrganizationChannel(input: { organizationCode: "mzj", channel: SMS,
         enabled: true, quietFrom: "22:00", quietTo: $quietTo, expectedVersion: $version }) {
         __typename ... on SetOrganizationChannelSuccess { setting { version quietFrom quietTo } }
         ... on ConflictError { code } ... on ValidationError { code } } }`,
      { version, quietTo },
    )
  expect((await set(null)).data).toMatchObject({
    setOrganizationChannel: { setting: { version: 1, quietFrom: '22:00', quietTo: '07:00' } },
  })
  expect((await set(null)).data).toMatchObject({
    setOrganizationChannel: { code: 'STALE_VERSION' },
  })
  expect((await set(1, null)).data).toMatchObject({
    setOrganizationChannel: { code: 'INVALID_SPAN' },
  })
  const { data } = await api.ask(
    admin,
    `{ organizationChannels(organizationCode: "mzj") { channel enabled quietFrom version } }`,
  )
  expect(data).toEqual({
    organizationChannels: [{ channel: 'SMS', enabled: true, quietFrom: '22:00', version: 1 }],
  })
})
