import { afterAll, describe, expect, test } from 'vitest'
import {
  draft,
  publish,
  published,
  revisedAndApproved,
  signature,
  submitted,
} from '../../../test/support/editions.ts'
import { openStage } from '../../../test/support/stage.ts'
import { reviewEdition } from '../disclosure/commands/review-edition.ts'
import { withdrawDisclosure } from './commands/withdraw-disclosure.ts'

const stage = await openStage()
afterAll(stage.close)
const { person } = stage.county

// A record in its second edition, one that was withdrawn, one in review with one signature, and a draft.
const first = await published(stage)
const live = await publish(stage, await revisedAndApproved(stage, first))
const gone = await published(stage)
await withdrawDisclosure(stage.platform, person('mzj', 'APPROVER'), {
  indexNumber: gone.indexNumber ?? '',
  type: 'PRIVACY',
  reason: '涉及个人信息',
})
const waiting = await submitted(stage)
const signed = await reviewEdition(stage.platform, person('mzj', 'REVIEWER'), signature(waiting))
const unwritten = await draft(stage)

const reviewer = person('mzj', 'REVIEWER').userId
const approver = person('mzj', 'APPROVER').userId
const author = person('mzj', 'EDITOR').userId

/** A copy of a row with some columns changed. */
const copy = (table: string, of: string, changes: Readonly<Record<string, string>>) => {
  const values = Object.entries({ id: 'gen_random_uuid()', ...changes })
  const row = values.map(([column, value]) => `'${column}', ${value}`).join(', ')
  return `INSERT INTO ${table} SELECT r.* FROM ${table} t,
            jsonb_populate_record(t, jsonb_build_object(${row})) r WHERE ${of}`
}
const signatureOf = (user: string, step: number, more: Record<string, string> = {}) =>
  copy('review_step', `t.edition_id = '${signed.id}'`, {
    actor_id: `'${user}'`,
    step: String(step),
    ...more,
  })
const part = (user: string, step: number, round = 1) =>
  `INSERT INTO edition_participant (edition_id, user_id, round, step)
   VALUES ('${signed.id}', '${user}', ${round}, ${step})`
const rendition = `t.edition_id = '${live.id}'`
const tombstone = `t.disclosure_id = '${gone.disclosureId}' AND t.edition_id IS NULL AND t.valid_to IS NULL`

const LATER = `'2030-01-01T00:00:00Z'::timestamptz`

const CHECK = '23514'
const UNIQUE = '23505'
const EXCLUSION = '23P01'
const FOREIGN_KEY = '23503'
const FINAL = '23001'

describe.each([
  [
    '三审三校: separation of duties',
    [
      ['one person is author and signer', part(author, 1), EXCLUSION],
      ['one person signs a second step', part(reviewer, 2), UNIQUE],
      ['an author signs', signatureOf(author, 2), FOREIGN_KEY],
      ['an author signs as such', signatureOf(author, 0), CHECK],
      ['the signer of the first step signs the second', signatureOf(reviewer, 2), FOREIGN_KEY],
      ['somebody without a part signs', signatureOf(approver, 2), FOREIGN_KEY],
      ['a step is signed twice', `${part(approver, 1)}; ${signatureOf(approver, 1)}`, UNIQUE],
      ['a part is taken back', `DELETE FROM edition_participant`, FINAL],
      ['a part is changed', `UPDATE edition_participant SET step = 5`, FINAL],
    ],
  ],
  [
    '条例17: signatures',
    [
      [
        'one approves without the secrecy check',
        signatureOf(reviewer, 1, { round: '9', checks: `'["PRIVACY", "WORDING"]'::jsonb` }),
        CHECK,
      ],
      [
        'one approves without any check',
        signatureOf(reviewer, 1, { round: '9', checks: `'[]'::jsonb` }),
        CHECK,
      ],
      [
        'one returns without a comment',
        signatureOf(reviewer, 1, { round: '9', decision: `'RETURN'`, comment: 'NULL::text' }),
        CHECK,
      ],
      ['a signature is changed', `UPDATE review_step SET comment = '同意'`, FINAL],
      ['a signature is taken back', `DELETE FROM review_step`, FINAL],
    ],
  ],
  [
    'editions',
    [
      [
        'a record has two open editions',
        copy('edition', `t.id = '${unwritten.id}'`, { number: '2' }),
        EXCLUSION,
      ],
      [
        'a record has two public editions',
        `UPDATE edition SET state = 'PUBLISHED' WHERE id = '${first.id}'`,
        EXCLUSION,
      ],
      [
        'an edition waits for nobody while in review',
        `UPDATE edition SET waiting_step = NULL WHERE id = '${signed.id}'`,
        CHECK,
      ],
      [
        'a draft waits for a signature',
        `UPDATE edition SET waiting_step = 1, waiting_role = 'REVIEWER' WHERE id = '${unwritten.id}'`,
        CHECK,
      ],
      [
        'two editions have one number',
        copy('edition', `t.id = '${live.id}'`, { state: `'SUPERSEDED'` }),
        UNIQUE,
      ],
    ],
  ],
  [
    'index numbers',
    [
      [
        'a number is changed',
        `UPDATE disclosure SET index_number = 'x' WHERE id = '${live.disclosureId}'`,
        FINAL,
      ],
      [
        'a number is taken away',
        `UPDATE disclosure SET index_number = NULL WHERE id = '${live.disclosureId}'`,
        FINAL,
      ],
      [
        'a number is given to a second record',
        `UPDATE disclosure SET index_number = '${live.indexNumber}'
          WHERE id = '${unwritten.disclosureId}'`,
        UNIQUE,
      ],
      [
        'a second record is public under one number',
        copy('publication', rendition, {
          disclosure_id: `'${unwritten.disclosureId}'`,
          edition_id: `'${unwritten.id}'`,
        }),
        EXCLUSION,
      ],
    ],
  ],
  [
    'publications',
    [
      [
        'two renditions are public at once',
        copy('publication', rendition, { version: '9', edition_id: `'${unwritten.id}'` }),
        EXCLUSION,
      ],
      [
        'a record has one version twice',
        copy('publication', rendition, { valid_to: LATER, edition_id: `'${unwritten.id}'` }),
        UNIQUE,
      ],
      [
        'an edition is published twice',
        copy('publication', rendition, { version: '9', valid_to: LATER }),
        UNIQUE,
      ],
      ['a rendition is changed', `UPDATE publication t SET title = '改' WHERE ${rendition}`, FINAL],
      [
        'a rendition is changed while its time ends',
        `UPDATE publication t SET title = '改', valid_to = ${LATER} WHERE ${rendition}`,
        FINAL,
      ],
      [
        'a time that ended begins again',
        `UPDATE publication SET valid_to = NULL WHERE edition_id = '${first.id}'`,
        FINAL,
      ],
      [
        'a time that ended ends later',
        `UPDATE publication SET valid_to = ${LATER} WHERE edition_id = '${first.id}'`,
        FINAL,
      ],
      [
        'a time ends before it began',
        `UPDATE publication t SET valid_to = t.valid_from - interval '1 second' WHERE ${rendition}`,
        CHECK,
      ],
      ['a publication is deleted', `DELETE FROM publication t WHERE ${rendition}`, FINAL],
      ['a tombstone is deleted', `DELETE FROM publication t WHERE ${tombstone}`, FINAL],
      [
        'a record with publications is deleted',
        `DELETE FROM disclosure WHERE id = '${live.disclosureId}'`,
        FINAL,
      ],
    ],
  ],
  [
    'tombstones',
    (
      [
        ['after PRIVACY the title stays', { title: `'标题'::text` }],
        ['the body stays', { body_text: `'正文'::text` }],
        ['there is no public reason', { withdrawal_reason: 'NULL::text' }],
        ['an edition stands behind it', { edition_id: `'${unwritten.id}'` }],
        ['it is no tombstone and has no edition', { withdrawal_type: 'NULL::text' }],
      ] as const
    ).map(
      ([what, changes]) =>
        [what, copy('publication', tombstone, { version: '9', ...changes }), CHECK] as const,
    ),
  ],
  [
    'the audit trail',
    [
      ['an entry is changed', `UPDATE audit_event SET action = 'x'`, FINAL],
      ['an entry is deleted', `DELETE FROM audit_event`, FINAL],
    ],
  ],
  [
    'emptying what may never be deleted',
    ['publication', 'review_step', 'edition_participant', 'audit_event'].map(
      (name) => [`all of ${name}`, `TRUNCATE ${name} CASCADE`, FINAL] as const,
    ),
  ],
  [
    'what was submitted',
    [
      [
        'its content is changed afterwards',
        `UPDATE edition SET content = '{}' WHERE id = '${signed.id}'`,
        FINAL,
      ],
      [
        'its title is changed afterwards',
        `UPDATE edition SET title = '改' WHERE id = '${signed.id}'`,
        FINAL,
      ],
    ],
  ],
  [
    'review chains',
    [
      ['nobody signs', `UPDATE review_chain SET steps = '{}'`, CHECK],
      ['the editor signs', `UPDATE review_chain SET steps = '{EDITOR,APPROVER}'`, CHECK],
      [
        'a chain is for an organization and for a kind',
        `UPDATE review_chain SET organization_kind = 'DISTRICT' WHERE organization_code = 'jzz'`,
        CHECK,
      ],
    ],
  ],
] as const)('does the database itself refuse: %s', (_title, cases) => {
  test.each<readonly [string, string, string]>([...cases])('%s', async (_what, statement, code) => {
    const before = await stage.contents()
    await expect(stage.sql(statement)).rejects.toMatchObject({ code })
    expect(await stage.contents()).toEqual(before)
  })
})

test('do the statements above fail for the fault that they name, and not for another?', async () => {
  const { id } = await published(stage)
  const sound = [
    part(reviewer, 1, 9),
    copy('review_step', `t.edition_id = '${signed.id}'`, { round: '9' }),
    copy('edition', `t.id = '${id}'`, { number: '9', state: `'SUPERSEDED'` }),
    copy('publication', tombstone, { version: '9', valid_to: LATER }),
  ]
  for (const statement of sound) expect(await stage.sql(statement)).toEqual([])
  const ending = `UPDATE publication SET valid_to = ${LATER} WHERE edition_id = $1 RETURNING version`
  expect(await stage.sql(ending, [id])).toEqual([{ version: 1 }])
})

describe('伪造发稿日期: no publication is back-dated', () => {
  const simulated = (on: boolean) =>
    stage.sql(
      on
        ? `INSERT INTO installation VALUES ('clock', 'simulated')`
        : `DELETE FROM installation WHERE name = 'clock'`,
    )
  const at = (time: string) => ({ valid_from: time, valid_to: time, version: '99' })

  test('is one that says it was public a minute ago refused, and one of now taken?', async () => {
    await simulated(false)
    const insert = (time: string) => stage.sql(copy('publication', tombstone, at(time)))
    const past = `now() - interval '1 minute'`
    await expect(insert(past)).rejects.toMatchObject({ code: CHECK })
    await insert('now()')
    await simulated(true)
  })

  test('is a record’s first publication one time for ever?', async () => {
    const earlier = {
      ...at('now()'),
      version: '98',
      first_published_at: `'2019-01-01T00:00:00Z'::timestamptz`,
    }
    await expect(stage.sql(copy('publication', tombstone, earlier))).rejects.toMatchObject({
      code: CHECK,
    })
  })
})
