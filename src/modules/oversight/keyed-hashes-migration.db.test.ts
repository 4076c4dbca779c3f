import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { databaseBefore } from '../../../test/support/before-migration.ts'

test('hashes that an older version kept plain in audit events are keyed as they were signed, and nothing else changes', async () => {
  const { client, migrate } = await databaseBefore('20261126085500_keyed_audit_hashes')
  const insert = `INSERT INTO audit_event (at, action, subject_type, subject_id, before_hash, after_hash, details)
                  VALUES (now(), 'edition.update', 'Edition', 'e', $1, $2, '{}') RETURNING to_jsonb(audit_event) AS row`
  const rows = async () =>
    (
      await client.query<{ row: Record<string, unknown> }>(
        'SELECT to_jsonb(e) AS row FROM audit_event e ORDER BY seq',
      )
    ).rows
  await client.query(insert, [null, 'a'.repeat(64)])
  await client.query(insert, ['a'.repeat(64), 'b'.repeat(64)])
  await client.query(insert, [null, null])
  const before = await rows()
  await migrate()

  const [{ value }] = (
    await client.query<{ value: string }>(`SELECT value FROM installation WHERE name = 'proof-key'`)
  ).rows as [{ value: string }]
  const keyed = (hash: unknown) =>
    typeof hash === 'string' ? createHmac('sha256', value).update(hash).digest('hex') : hash
  expect(await rows()).toEqual(
    before.map(({ row }) => ({
      row: {
        ...row,
        before_hash: keyed(row['before_hash']),
        after_hash: keyed(row['after_hash']),
      },
    })),
  )
  await expect(client.query('UPDATE audit_event SET after_hash = NULL')).rejects.toMatchObject({
    code: '23001',
  })
})
