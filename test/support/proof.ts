import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { localStore } from '../../src/integrations/storage/local.ts'
import { uploadAttachment } from '../../src/modules/disclosure/commands/upload-attachment.ts'
import { reassessEdition } from '../../src/modules/disclosure/commands/reassess-edition.ts'
import { reviewEdition } from '../../src/modules/disclosure/commands/review-edition.ts'
import { withholdEdition } from '../../src/modules/disclosure/commands/withhold-edition.ts'
import { type Edition, REVIEW_CHECKS } from '../../src/modules/disclosure/model.ts'
import type { FileDesk } from '../../src/modules/disclosure/ports.ts'
import type { DigestName } from '../../src/modules/oversight/digest.ts'
import { type Proof, registerKey } from '../../src/modules/oversight/proof.ts'
import { schedulePublication } from '../../src/modules/publication/commands/create-release.ts'
import {
  decideRevocation,
  explainRevocation,
} from '../../src/modules/publication/commands/decide-revocation.ts'
import { publishUrgently } from '../../src/modules/publication/commands/publish-urgently.ts'
import { cancelRelease } from '../../src/modules/publication/commands/schedule-release.ts'
import { signRetrospectiveReview } from '../../src/modules/publication/commands/sign-retrospective-review.ts'
import { withdrawDisclosure } from '../../src/modules/publication/commands/withdraw-disclosure.ts'
import {
  acceptKinds,
  approved,
  draft,
  NOTICE,
  publish,
  published,
  refer,
  revisedAndApproved,
  signature,
  submitted,
  WARNING,
} from './editions.ts'
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
  await decisions(stage)
}

/** Of every sort of decision that proof is about beside signatures, two; of what waits for a second person, one that still does. */
async function decisions(stage: Stage): Promise<void> {
  const { platform, county, clock } = stage
  const { person } = county
  const approver = person('mzj', 'APPROVER')
  await acceptKinds(stage, 'Warning')
  const bodyMarkdown = '联系人手机13804210001，值班手机13904210002。'
  await published(stage, { content: { ...NOTICE, bodyMarkdown } })

  for (const name of ['甲', '乙']) {
    const waiting = await submitted(stage, { content: { ...NOTICE, title: `内部通报${name}` } })
    const signed = await reviewEdition(platform, person('mzj', 'REVIEWER'), signature(waiting))
    const withheld = await withholdEdition(platform, approver, {
      ...refer(signed),
      ground: 'INTERNAL_AFFAIRS',
      reason: `属于内部工作流程${name}`,
      reassessOn: '2027-03-03',
    })
    const again = { outcome: 'EXTENDED', reason: '情况未变', reassessOn: '2027-09-03' } as const
    await reassessEdition(platform, approver, { editionId: withheld.id, ...again })
  }

  const at = new Date(clock.now().getTime() + 3_600_000)
  const ready = refer(await approved(stage))
  const { id, version } = await schedulePublication(platform, approver, { ...ready, at })
  await cancelRelease(platform, approver, {
    releaseId: id,
    expectedVersion: version,
    reason: '另行安排',
  })

  for (const isSigned of [true, false]) {
    const urgent = { reason: '暴雨将至', checks: REVIEW_CHECKS }
    const warning = refer(await draft(stage, WARNING))
    const { id: editionId } = await publishUrgently(platform, approver, { ...warning, ...urgent })
    const review = await platform.database.retrospectiveReview.findUniqueOrThrow({
      where: { editionId },
    })
    if (!isSigned) continue
    const answer = { reviewId: review.id, decision: 'OBJECTED', comment: '用语有误' } as const
    await signRetrospectiveReview(platform, person('county', 'OFFICE'), answer)
  }

  for (const isExplained of [true, false]) {
    const { indexNumber } = await published(stage)
    const record = { indexNumber: indexNumber ?? '' }
    await decideRevocation(platform, approver, { ...record, decidedOn: '2026-03-03' })
    const reason = '复议机关撤销了该决定'
    if (isExplained) await explainRevocation(platform, approver, { ...record, reason })
  }
}
