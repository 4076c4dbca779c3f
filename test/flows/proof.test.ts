import { verify as nodeVerify, createPublicKey } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { appendCheckpoint } from '../../src/modules/oversight/checkpoint.ts'
import { leafHash } from '../../src/modules/oversight/merkle.ts'
import { provesConsistency, provesInclusion } from '../../src/modules/oversight/merkle-verify.ts'
import { seal } from '../../src/modules/oversight/seal.ts'
import { verifyDatabase } from '../../src/modules/oversight/verify-database.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { noticeOf, publishedOver } from '../support/editorial.ts'

let app: TestApp

beforeAll(async () => {
  app = await startTestApp({ search: 'DATABASE', worker: false })
})

afterAll(() => app.close())

interface CheckpointAnswer {
  readonly size: number
  readonly root: string
  readonly statement: string
  readonly signature: string
  readonly key: { readonly id: string; readonly scheme: string; readonly publicKey: string }
}

interface ReceiptAnswer {
  readonly version: number
  readonly contentHash: string
  readonly awaits: string | null
  readonly released: { readonly role: string; readonly organization: { readonly code: string } }
  readonly steps: readonly {
    readonly step: number
    readonly role: string
    readonly organization: { readonly code: string }
    readonly signer: { readonly username: string } | null
  }[]
  readonly entry: { readonly statement: string; readonly hash: string } | null
  readonly inclusion: {
    readonly leafIndex: number
    readonly path: readonly string[]
    readonly checkpoint: CheckpointAnswer
  } | null
}

const CHECKPOINT = 'size root statement signature key { id scheme publicKey }'
const RECEIPT = `query ($n: String!) { receipt: publicationReceipt(indexNumber: $n) {
  version contentHash awaits released { role organization { code } }
  steps { step role organization { code } signer { username } }
  entry { statement hash } inclusion { leafIndex path checkpoint { ${CHECKPOINT} } } } }`

async function receipt(indexNumber: string, client = app.anonymous): Promise<ReceiptAnswer> {
  const { receipt: found } = await client.query<{ receipt: ReceiptAnswer | null }>(RECEIPT, {
    n: indexNumber,
  })
  if (!found) throw new Error(`no receipt of ${indexNumber}`)
  return found
}

const bytes = (hex: string) => Buffer.from(hex, 'hex')

/** As anybody would, with what is public and nothing of this program but the arithmetic of the RFC. */
function isSigned({ statement, signature, key }: CheckpointAnswer): boolean {
  const spki = { key: Buffer.from(key.publicKey, 'base64'), format: 'der', type: 'spki' } as const
  const publicKey = createPublicKey(spki)
  return nodeVerify(null, Buffer.from(statement), publicKey, Buffer.from(signature, 'base64'))
}

test('a receipt tells what it still waits for, and in the end proves the publication', async () => {
  const indexNumber = await publishedOver(app.signIn, { content: noticeOf('存证检验') })
  expect(await receipt(indexNumber)).toMatchObject({
    awaits: 'ENTRY',
    entry: null,
    inclusion: null,
  })
  await appendCheckpoint(app.app.proof, { now: true })
  await seal(app.app.proof)
  await appendCheckpoint(app.app.proof, { now: true })

  const { awaits, entry, inclusion, contentHash, version } = await receipt(indexNumber)
  if (!entry || !inclusion) throw new Error(`it still waits for ${awaits}`)
  expect({ awaits, version }).toEqual({ awaits: null, version: 1 })
  expect(leafHash('sha256', entry.statement).toString('hex')).toBe(entry.hash)
  expect(JSON.parse(entry.statement)).toMatchObject({ kind: 'PUBLICATION', contentHash })
  const { checkpoint, leafIndex, path } = inclusion
  const { size, root } = checkpoint
  const claim = { leaf: bytes(entry.hash), index: leafIndex, size, root: bytes(root) }
  expect(provesInclusion('sha256', claim, path.map(bytes))).toBe(true)
  expect(JSON.parse(checkpoint.statement)).toMatchObject({ size, root })
  expect(isSigned(checkpoint)).toBe(true)
})

test('everybody reads who signed in which role and where, staff of the organization also by name', async () => {
  const indexNumber = await publishedOver(app.signIn, { content: noticeOf('签名检验') })
  const anonymous = await receipt(indexNumber)
  expect(anonymous.released).toEqual({ role: 'APPROVER', organization: { code: 'wjj' } })
  expect(anonymous.steps).toEqual([
    { step: 1, role: 'REVIEWER', organization: { code: 'wjj' }, signer: null },
    { step: 2, role: 'APPROVER', organization: { code: 'wjj' }, signer: null },
  ])
  const names = async (username: string) => {
    const { steps } = await receipt(indexNumber, await app.signIn(username))
    return steps.map(({ signer }) => signer?.username ?? null)
  }
  expect(await names('wjj.editor')).toEqual(['wjj.reviewer', 'wjj.approver'])
  expect(await names('mzj.editor')).toEqual([null, null])
})

test('there is no receipt of what is not public', async () => {
  const { receipt: none } = await app.anonymous.query<{ receipt: null }>(RECEIPT, { n: 'none' })
  expect(none).toBeNull()
})

describe('/.well-known/gongkai/checkpoints', () => {
  const address = (query = '') => `${app.url}/.well-known/gongkai/checkpoints${query}`

  test('any two checkpoints that it tells are proved to be consistent', async () => {
    await publishedOver(app.signIn, { content: noticeOf('相容检验') })
    await seal(app.app.proof)
    await appendCheckpoint(app.app.proof, { now: true })
    const told = (await (await fetch(address())).json()) as {
      checkpoints: { size: number; root: string; keyId: string }[]
      keys: { id: string; scheme: string }[]
      next: string | null
    }
    expect(told.checkpoints.length).toBeGreaterThanOrEqual(2)
    expect(told.next).toBeNull()
    const document = `query ($from: Int!, $to: Int!) { proof: consistencyProof(from: $from, to: $to) {
      path from { ${CHECKPOINT} } to { ${CHECKPOINT} } } }`
    for (const from of told.checkpoints) {
      expect(told.keys.map(({ id }) => id)).toContain(from.keyId)
      for (const to of told.checkpoints.filter(({ size }) => size >= from.size)) {
        const { proof } = await app.anonymous.query<{ proof: { path: string[] } }>(document, {
          from: from.size,
          to: to.size,
        })
        const [first, second] = [from, to].map(({ size, root }) => ({ size, root: bytes(root) }))
        if (!first || !second) throw new Error('no checkpoints')
        expect(provesConsistency('sha256', first, second, proof.path.map(bytes))).toBe(true)
      }
    }
    const turned = { from: told.checkpoints.at(-1)?.size, to: told.checkpoints[0]?.size }
    const { errors } = await app.anonymous.request(document, turned)
    expect(errors).toMatchObject([{ extensions: { code: 'WRONG_ORDER' } }])
  })

  test('it goes page by page, and refuses what is no page', async () => {
    const sizes: number[] = []
    for (let next: string | null = '?first=1'; next !== null;) {
      const response = await fetch(next.startsWith('/') ? `${app.url}${next}` : address(next))
      const page = (await response.json()) as {
        checkpoints: { size: number }[]
        next: string | null
      }
      sizes.push(...page.checkpoints.map(({ size }) => size))
      next = page.next
    }
    const stored = await app.sql('SELECT size::int FROM proof_checkpoint ORDER BY size')
    expect(sizes).toEqual(stored.map(({ size }) => size))
    for (const query of ['?first=0', '?first=1001', '?first=x', '?after=-1']) {
      expect((await fetch(address(query))).status).toBe(400)
    }
    expect((await fetch(address(), { method: 'POST' })).status).toBe(405)
  })
})

test('what the county published, and the demo accounts, verify', async () => {
  expect((await verifyDatabase(app.app.proof)).findings).toEqual([])
})
