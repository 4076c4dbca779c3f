import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type DraftOptions,
  publish,
  published,
  revisedAndApproved,
} from '../../../test/support/editions.ts'
import { openStage, type Stage } from '../../../test/support/stage.ts'
import { openPublicPool, type PublicPool } from '../../platform/db/pool.ts'
import type { Edition } from '../disclosure/model.ts'
import { shortLinksOf, targetOf } from './read-short-link.ts'
import { giveShortLinks } from './short-link.ts'

let stage: Stage
let pool: PublicPool

beforeAll(async () => {
  stage = await openStage()
  pool = openPublicPool(stage.url)
})

afterAll(async () => {
  await pool.end()
  await stage.close()
})

/** Does what the events of the stage ask for, as the queue does within the transaction. */
async function react(): Promise<void> {
  const { database, clock } = stage.platform
  for (const event of await stage.events()) {
    if (!giveShortLinks.on.includes(event.name)) continue
    await database.$transaction((tx) => giveShortLinks.react(tx, [event], clock.now()))
  }
}

async function linked(
  options?: DraftOptions,
): Promise<{ live: Edition; code: string | undefined }> {
  const live = await published(stage, options)
  await react()
  return { live, code: (await shortLinksOf(pool, [live.disclosureId])).get(live.disclosureId) }
}

const AREA = {
  title: '甲村名单公示',
  bodyMarkdown: '村内公示。',
  audience: 'AREA',
  audienceName: '甲村',
  audienceOrganizations: ['gyz'],
}

test('a record for everyone gets one link, which stays', async () => {
  const { live, code = '' } = await linked()
  expect(code).toMatch(/^[0-9A-Za-z]{8}$/)
  expect(await targetOf(pool, code)).toEqual({
    indexNumber: live.indexNumber,
    title: live.title,
    withdrawal: null,
  })
  await publish(stage, await revisedAndApproved(stage, live))
  await react()
  expect((await shortLinksOf(pool, [live.disclosureId])).get(live.disclosureId)).toBe(code)
})

test('a record for a named area gets none', async () => {
  expect((await linked({ content: AREA })).code).toBeUndefined()
})

test('when a revision narrows a record to a named area, its link leads nowhere', async () => {
  const { live, code = '' } = await linked()
  const next = await revisedAndApproved(stage, live)
  await stage.rewrite(next.id, `content || '{"audience": "AREA", "audienceName": "甲村"}'`)
  await publish(stage, next)
  expect(await targetOf(pool, code)).toBeNull()
})

test('no two begin alike as they would if they were counted', async () => {
  const codes: string[] = []
  for (let i = 0; i < 5; i++) codes.push((await linked()).code ?? '')
  expect(new Set(codes.map((code) => code.slice(0, 5))).size).toBe(5)
})
