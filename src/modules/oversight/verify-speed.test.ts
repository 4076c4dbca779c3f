import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { canonicalJson, sha256 } from '../../platform/canonical.ts'
import { auditText } from '../../platform/witness.ts'
import { hashed } from '../publication/content-hash.ts'
import { type Manifest, manifestText, NAMES } from './archive.ts'
import { checkpointText } from './checkpoint-statement.ts'
import type { CoveredKind } from './covered.ts'
import { type Columns, type Entry, entryHash, originHash, rowHash } from './entry.ts'
import { Frontier } from './merkle.ts'
import { schemes } from './signature.ts'
import { signerOf } from './signing-key.ts'
import { verifyArchive } from './verify-archive.ts'

const PUBLICATIONS = 10_000
const LIMIT_MS = 60_000
const AT = '2026-03-03T04:00:00.000Z'

/** As long as a notice is. */
const BODY = '各乡镇街道、县直各部门：为进一步做好政务公开工作，现将有关事项通知如下。'.repeat(40)

/** An archive of so many publications, each with its way: three who wrote and signed, two signatures, five events. */
function archiveOf(publications: number) {
  const signer = signerOf('ed25519', schemes.ed25519.newKey())
  const frontier = new Frontier('sha256')
  const lines: Buffer[] = []
  let previousHash = originHash('sha256')

  function add(kind: CoveredKind, subject: string, columns: Columns, apart: Columns = {}): void {
    const contentHash = kind === 'PUBLICATION' ? String(columns['content_hash']) : null
    const entry: Entry = {
      seq: frontier.size + 1,
      kind,
      subject,
      shape: 1,
      rowHash: rowHash('sha256', columns, {}),
      contentHash,
      attestedHash: contentHash && `keyed ${contentHash}`,
      previousHash,
      algorithm: 'sha256',
      sealedAt: AT,
    }
    const hash = entryHash(entry)
    previousHash = hash.toString('hex')
    frontier.append(hash)
    const line = { entry: { ...entry, entryHash: previousHash }, columns, apart }
    lines.push(Buffer.from(`${canonicalJson(line)}\n`))
  }

  function addEvent(action: string, subject: string, actor: string, after: string | null = null) {
    const event = {
      seq: frontier.size,
      at: AT,
      action,
      actor_id: actor,
      actor_role: 'EDITOR',
      actor_place: 'mzj',
      subject_type: 'Edition',
      subject_id: subject,
      before_hash: null,
      after_hash: after,
      details: { version: 1 },
      nonce: randomUUID(),
      key_id: signer.id,
    }
    add('EVENT', String(event.seq), { ...event, signature: signer.sign(auditText(event)) })
  }

  for (let i = 0; i < publications; i++) {
    const edition = randomUUID()
    const people = [randomUUID(), randomUUID(), randomUUID()] as const
    people.forEach((user, step) => {
      add('PARTICIPANT', `${edition}:${user}`, { edition_id: edition, user_id: user, step })
      addEvent(step === 0 ? 'edition.create' : 'edition.review', edition, user)
    })
    for (const actor of people.slice(1)) {
      const id = randomUUID()
      add('REVIEW_STEP', id, { id, edition_id: edition, actor_id: actor, decided_at: AT })
    }
    const id = randomUUID()
    const content = {
      title: `第${i}号通知`,
      bodyText: BODY,
      bodyHtml: `<p>${BODY}</p>`,
      version: 1,
    }
    const { salt, contentHash } = hashed({ ...content, disclosureId: id, validFrom: AT })
    const { title, bodyText, bodyHtml, version } = content
    const columns = {
      id,
      disclosure_id: id,
      title,
      body_text: bodyText,
      body_html: bodyHtml,
      version,
      valid_from: AT,
      salt,
      content_hash: contentHash,
      hash_rule: 1,
    }
    add('PUBLICATION', id, columns, { valid_to: null, purged_at: null })
    addEvent('edition.submit', edition, people[0])
    addEvent('edition.publish', edition, people[2], `keyed ${contentHash}`)
  }
  return { signer, frontier, lines, head: previousHash }
}

const one = (value: unknown) => [Buffer.from(`${canonicalJson(value)}\n`)]

function hashesOf(files: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([name, value]) => [name, sha256(Buffer.concat(one(value)))]),
  )
}

test(
  `an archive of ${PUBLICATIONS} publications verifies in under a minute`,
  { timeout: 600_000 },
  async () => {
    const { signer, frontier, lines, head } = archiveOf(PUBLICATIONS)
    const { id: keyId, sign, scheme, publicKey } = signer
    const root = frontier.root().toString('hex')
    const { size } = frontier
    const state = { size, root, head, algorithm: 'sha256', at: AT, previous: null, keyId } as const
    const opening = {
      [NAMES.keys]: { id: keyId, scheme, publicKey },
      [NAMES.checkpoints]: { ...state, signature: sign(checkpointText(state)) },
    }
    const statement: Omit<Manifest, 'signature'> = {
      format: 'gongkai-audit-1',
      createdAt: AT,
      from: null,
      to: null,
      algorithm: 'sha256',
      first: 0,
      previousHash: originHash('sha256'),
      subtrees: [],
      last: size,
      toTheEnd: true,
      files: hashesOf(opening),
      keyId,
    }
    const manifest = { ...statement, signature: sign(manifestText(statement)) }
    const started = performance.now()
    const { findings } = await verifyArchive([
      { name: NAMES.manifest, bytes: one(manifest) },
      ...Object.entries(opening).map(([name, value]) => ({ name, bytes: one(value) })),
      { name: `${NAMES.ledger}000001.ndjson`, bytes: lines },
    ])
    const took = performance.now() - started
    console.log(`${size} entries verified in ${Math.round(took)} ms`)
    expect(findings).toEqual([])
    expect(took).toBeLessThan(LIMIT_MS)
  },
)
