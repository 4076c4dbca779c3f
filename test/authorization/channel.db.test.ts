import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { configureChannel } from '../../src/modules/channel/commands/configure-channel.ts'
import { createWebhook } from '../../src/modules/channel/commands/create-webhook.ts'
import { disableWebhook } from '../../src/modules/channel/commands/disable-webhook.ts'
import { replayDelivery } from '../../src/modules/channel/commands/replay-delivery.ts'
import { testWebhook } from '../../src/modules/channel/commands/test-webhook.ts'
import { channelPolicy } from '../../src/modules/channel/policy.ts'
import { deliveries } from '../../src/modules/channel/queries/deliveries.ts'
import { publicationReach } from '../../src/modules/channel/queries/reach.ts'
import { organizationChannels } from '../../src/modules/channel/queries/settings.ts'
import {
  deadSubscriptions,
  subscriptionReach,
} from '../../src/modules/channel/queries/subscriptions.ts'
import { webhooks } from '../../src/modules/channel/queries/webhooks.ts'
import { wechatTemplates } from '../../src/modules/channel/queries/wechat-templates.ts'
import type { Actor, Role } from '../../src/modules/identity/model.ts'
import { DomainError } from '../../src/platform/errors.ts'
import { type DeliveryStage, openDeliveryStage } from '../support/deliveries.ts'
import { published } from '../support/editions.ts'
import { actorsOf, TARGET } from './cells.ts'

// What goes out of the target's records, and what the office keeps for the whole county.

let stage: DeliveryStage
let indexNumber: string
let deliveryId: string

beforeAll(async () => {
  stage = await openDeliveryStage()
  await stage.channels('WEBHOOK')
  await stage.endpoint()
  const live = await published(stage, { body: TARGET })
  indexNumber = live.indexNumber ?? ''
  const [row] = await stage.sql('SELECT id::text id FROM delivery')
  deliveryId = String(row?.['id'])
})

afterAll(() => stage.close())

const client = { post: () => Promise.reject(new Error('nobody may call here')) }
const desk = { client, allowPrivate: true }

/** Done, or how it was refused. */
async function attempt(work: Promise<unknown>): Promise<string> {
  try {
    const result = await work
    return result === null || (Array.isArray(result) && result.length === 0) ? 'nothing' : 'done'
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return error.name === 'ForbiddenError' ? 'refused' : 'done'
  }
}

const OWN_OR_ABOVE = ['own', 'above, with subtree']
/** The county itself is the place: a role held there is needed, with or without what is below. */
const COUNTY = ['above, with subtree', 'above, alone']

interface Right {
  readonly roles: readonly Role[]
  readonly relations: readonly string[]
  readonly try: (actor: Actor | null) => Promise<unknown>
}

/** Every action of the module, who may do it and where; nobody else may. What would go wrong later is reached by those alone. */
const rights: Record<string, Right> = {
  'reach.read': {
    roles: ['OFFICE', 'ORG_ADMIN', 'EDITOR', 'REVIEWER', 'APPROVER', 'AUDITOR'],
    relations: OWN_OR_ABOVE,
    try: (actor) => publicationReach(stage.platform.database, actor, indexNumber, null),
  },
  'delivery.read': {
    roles: ['OFFICE', 'ORG_ADMIN', 'APPROVER', 'AUDITOR'],
    relations: OWN_OR_ABOVE,
    try: (actor) => {
      const page = { size: 10, before: null }
      return deliveries(stage.platform.database, actor, { indexNumber }, page)
    },
  },
  // It has not been given up: whoever may ask hears that.
  'delivery.replay': {
    roles: ['OFFICE'],
    relations: OWN_OR_ABOVE,
    try: (actor) => replayDelivery(stage.platform, actor, { deliveryId, acceptDuplicate: false }),
  },
  'channel.configure, to read': {
    roles: ['OFFICE', 'ORG_ADMIN'],
    relations: OWN_OR_ABOVE,
    try: async (actor) => {
      await organizationChannels(stage.platform.database, actor, TARGET)
    },
  },
  'channel.configure': {
    roles: ['OFFICE', 'ORG_ADMIN'],
    relations: OWN_OR_ABOVE,
    try: (actor) =>
      configureChannel(stage.platform, actor, {
        organizationCode: TARGET,
        channel: 'SMS',
        enabled: true,
        quietFrom: null,
        quietTo: null,
        expectedVersion: 99,
      }),
  },
  'webhook.manage, to read': {
    roles: ['OFFICE'],
    relations: COUNTY,
    try: (actor) => webhooks(stage.platform.database, actor),
  },
  'webhook.manage, to create': {
    roles: ['OFFICE'],
    relations: COUNTY,
    try: (actor) =>
      createWebhook(stage.platform, desk, actor, {
        name: randomUUID(),
        url: 'ftp://county.example',
        areaCodes: [],
        itemCodes: [],
        organizationCodes: [],
        kinds: [],
      }),
  },
  'webhook.manage, to disable': {
    roles: ['OFFICE'],
    relations: COUNTY,
    try: (actor) => disableWebhook(stage.platform, actor, { webhookId: randomUUID() }),
  },
  'webhook.manage, to test': {
    roles: ['OFFICE'],
    relations: COUNTY,
    try: (actor) => testWebhook(stage.platform, desk, actor, { webhookId: randomUUID() }),
  },
  'subscription.oversee, reach': {
    roles: ['OFFICE', 'AUDITOR'],
    relations: COUNTY,
    try: (actor) => subscriptionReach(stage.platform.database, actor),
  },
  'subscription.oversee, templates': {
    roles: ['OFFICE', 'AUDITOR'],
    relations: COUNTY,
    try: async (actor) => {
      await wechatTemplates(stage.platform.database, actor, [], stage.platform.clock.now())
    },
  },
  'subscription.oversee, dead ones': {
    roles: ['OFFICE', 'AUDITOR'],
    relations: COUNTY,
    try: async (actor) => {
      await deadSubscriptions(stage.platform.database, actor, '2026-03-03')
    },
  },
}

test('every action of the policy is tried', () => {
  const tried = Object.keys(rights).map((name) => name.replace(/,.*/, ''))
  expect(new Set(tried)).toEqual(new Set(Object.keys(channelPolicy.rules)))
})

test.each(Object.entries(rights))('%s: whoever may, and nobody else', async (_, right) => {
  const wrong: string[] = []
  const everyone = [
    ...actorsOf(stage.county),
    { role: 'anonymous', relation: 'nobody', actor: null },
  ]
  for (const { role, relation, actor } of everyone) {
    const may = right.roles.some((one) => one === role) && right.relations.includes(relation)
    const came = await attempt(right.try(actor))
    if ((came === 'done') !== may) wrong.push(`${role} ${relation}: ${came}`)
  }
  expect(wrong).toEqual([])
})
