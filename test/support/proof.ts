import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { localStore } from '../../src/integrations/storage/local.ts'
import { uploadAttachment } from '../../src/modules/disclosure/commands/upload-attachment.ts'
import type { Edition } from '../../src/modules/disclosure/model.ts'
import type { FileDesk } from '../../src/modules/disclosure/ports.ts'
import type { DigestName } from '../../src/modules/oversight/digest.ts'
import { type Proof, registerKey } from '../../src/modules/oversight/proof.ts'
import { withdrawDisclosure } from '../../src/modules/publication/commands/withdraw-disclosure.ts'
import { NOTICE, publish, published, revisedAndApproved } from './editions.ts'
import { acceptRosters, ROSTER, rosterRows } from './rosters.ts'
import type { Stage } from './stage.ts'

/** Proof of what happens on a stage, its checkpoints in a folder of its own. */
export interface ProofStage {
  readonly proof: Proof
  readonly close: () => Promise<void>
}

/** Lets the ledger of a stage be written; the key that signs is registered. */
export async function openProof(stage: Stage, digest: DigestName = 'sha256'): Promise<ProofStage> {
  const folder = await mkdtemp(join(tmpdir(), 'gongkai-proof-'))
  const proof = { ...stage.evidence, platform: stage.platform, digest, folder }
  await registerKey(proof)
  return { proof, close: () => rm(folder, { recursive: true, force: true }) }
}

/** Attachments of a stage, in a folder of their own. */
export function fileDeskIn(folder: string): FileDesk {
  return {
    store: localStore(join(folder, 'files')),
    folder: join(folder, 'incoming'),
    limit: 10_000,
  }
}

/** Records of every sort that proof is about: with a file, with a table, revised, withdrawn, emptied for PRIVACY. */
export async function proofRecords(stage: Stage, desk: FileDesk): Promise<void> {
  await acceptRosters(stage)
  const { person } = stage.county
  const upload = (name: string) =>
    uploadAttachment(stage.platform, desk, person('mzj', 'EDITOR'), {
      organizationCode: 'mzj',
      name: `${name}.txt`,
      body: Readable.from([Buffer.from(`${name}的内容`)]),
    })
  const { id } = await upload('附件')
  await upload('尚未使用的附件')
  await published(stage, { content: { ...NOTICE, attachments: [id] } })
  const roster = { kind: 'RecipientRoster', content: { ...ROSTER, recipients: rosterRows(3) } }
  await published(stage, roster)
  const live = await publish(stage, await revisedAndApproved(stage, await published(stage)))
  const withdraw = ({ indexNumber }: Edition, type: 'ERROR' | 'PRIVACY') => {
    const input = { indexNumber: indexNumber ?? '', type, reason: '内容有误' }
    return withdrawDisclosure(stage.platform, person('mzj', 'APPROVER'), input)
  }
  await withdraw(live, 'ERROR')
  const attachments = [(await upload('含个人信息的附件')).id]
  const personal = { ...roster, content: { ...roster.content, attachments } }
  await withdraw(await published(stage, personal), 'PRIVACY')
}
