import type { Transaction } from '../../platform/db/client.ts'
import { readCheckpointFile } from './checkpoint-file.ts'
import type { Checkpoint } from './checkpoint-statement.ts'
import { checkpointsIn } from './checkpoint.ts'
import { COVERED_KINDS, covered, subjectSql } from './covered.ts'
import { examination, fromTheStart } from './examination.ts'
import { type Finding, finding, rowPlace } from './finding.ts'
import { ledgerLines } from './ledger-lines.ts'
import { Frontier } from './merkle.ts'
import type { Proof } from './proof.ts'
import { publicKeys } from './public-keys.ts'
import { type Snapshot, withSnapshot } from './snapshot.ts'
import { lastEntry } from './stored-tree.ts'

/** Strays of one table that are named. */
const MOST_NAMED = 20

/** What came of an examination. */
export interface Verdict {
  readonly findings: readonly Finding[]
  /** Entries that were examined. */
  readonly size: number
  /** What they were checked against last. */
  readonly checkpoint: Checkpoint | null
}

/** Examines the ledger and every covered table of the live database, and the checkpoints written beside it. */
export function verifyDatabase(
  proof: Proof,
  step: (done: number, of: number) => void = () => undefined,
): Promise<Verdict> {
  return withSnapshot(proof, (snapshot) => examineDatabase(proof, snapshot, step))
}

/** The same of one view of the database, in which nothing is sealed any more. */
export async function examineDatabase(
  proof: Proof,
  { tx, isWhole }: Snapshot,
  step: (done: number, of: number) => void = () => undefined,
): Promise<Verdict> {
  const { algorithm, seq: size } = await lastEntry(tx, proof.digest)
  const checkpoints = await checkpointsIn(tx, { from: -1, to: size })
  const keys = await publicKeys(tx)
  const start = { ...fromTheStart(algorithm), keys, checkpoints, toTheEnd: isWhole }
  const exam = examination(start)
  const nodes = await nodeExaminer(tx, new Frontier(algorithm))
  for await (const line of ledgerLines(tx, proof, { from: 0, to: size })) {
    await exam.take(line)
    if ('entry' in line) {
      nodes.take(Buffer.from(line.entry.entryHash, 'hex'))
      if (exam.size % 1_000 === 0) step(exam.size, size)
    }
  }
  exam.end()
  const findings = [
    ...exam.findings,
    ...nodes.end(),
    ...(await strays(tx)),
    ...(await movedTerms(tx)),
    ...(await unlikeFile(proof, checkpoints)),
  ]
  return { findings, size: exam.size, checkpoint: checkpoints.at(-1) ?? null }
}

/** Rows of covered tables that are neither in the ledger nor noted for it. */
async function strays(tx: Transaction): Promise<Finding[]> {
  const found: Finding[] = []
  for (const kind of COVERED_KINDS) {
    const source = covered(kind)
    const rows = await tx.$queryRawUnsafe<{ subject: string }[]>(
      `SELECT subject FROM (SELECT ${subjectSql(source)} AS subject FROM ${source.table} WHERE ${source.when ?? true}) t
        WHERE NOT EXISTS (SELECT FROM proof_entry e WHERE e.kind = $1 AND e.subject = t.subject)
          AND NOT EXISTS (SELECT FROM proof_pending p WHERE p.kind = $1 AND p.subject = t.subject)
        ORDER BY subject LIMIT ${MOST_NAMED}`,
      kind,
    )
    found.push(...rows.map(({ subject }) => finding('ROW_INSERTED', rowPlace(kind, subject))))
  }
  const orphans = await tx.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT publication_id::text AS id FROM publication_row r
     WHERE NOT EXISTS (SELECT FROM publication p WHERE p.id = r.publication_id) LIMIT ${MOST_NAMED}`
  found.push(
    ...orphans.map(({ id }) => finding('ROW_INSERTED', `表 publication_row 中公开件 ${id} 的行`)),
  )
  return found
}

/** 条例18: the day on which a decision not to disclose is assessed again is the one that the last event about it tells. */
async function movedTerms(tx: Transaction): Promise<Finding[]> {
  const rows = await tx.$queryRaw<{ id: string; expected: string | null; found: string | null }[]>`
    SELECT n.edition_id::text AS id, told.day AS expected, n.reassess_on::text AS found
      FROM non_disclosure n
      JOIN LATERAL (SELECT e.details ->> 'reassessOn' AS day FROM audit_event e
                     WHERE e.subject_type = 'Edition' AND e.subject_id = n.edition_id::text
                       AND e.action IN ('edition.withhold', 'edition.reassess')
                     ORDER BY e.seq DESC LIMIT 1) told ON true
     WHERE n.reassess_on::text IS DISTINCT FROM told.day ORDER BY 1 LIMIT ${MOST_NAMED}`
  return rows.map(({ id, ...values }) =>
    finding('ROW_CHANGED', rowPlace('NON_DISCLOSURE', id), values),
  )
}

/** Compares the stored tree with the one that the entries make. */
async function nodeExaminer(tx: Transaction, frontier: Frontier) {
  const rows = await tx.proofNode.findMany()
  const stored = new Map(rows.map(({ level, index, hash }) => [`${level}/${index}`, hash]))
  const found: Finding[] = []
  return {
    take(leaf: Buffer): void {
      for (const { level, index, hash } of frontier.append(leaf)) {
        const name = `${level}/${index}`
        const expected = hash.toString('hex')
        const there = stored.get(name) ?? null
        if (there !== expected) {
          found.push(finding('NODE_WRONG', `树节点 ${name}`, { expected, found: there }))
        }
        stored.delete(name)
      }
    },
    end: () => [
      ...found,
      ...[...stored.keys()].map((name) =>
        finding('NODE_WRONG', `树节点 ${name}`, { expected: null }),
      ),
    ],
  }
}

/** What was written beside the database must be in it: whoever takes the newest checkpoints away is found out here. */
async function unlikeFile(
  { folder }: Proof,
  checkpoints: readonly Checkpoint[],
): Promise<Finding[]> {
  const known = new Map(checkpoints.map(({ size, signature }) => [size, signature]))
  const written = (await readCheckpointFile(folder)) as readonly Checkpoint[]
  return written
    .filter(({ size, signature }) => known.get(size) !== signature)
    .map(({ size, signature }) => {
      const values = { expected: signature, found: known.get(size) ?? null }
      return finding('CHECKPOINT_MISSING', `检查点 ${size}（文件中有）`, values)
    })
}
