import { createDraft } from '../../src/modules/disclosure/commands/create-draft.ts'
import { decidePrivacyFinding } from '../../src/modules/disclosure/commands/decide-privacy-finding.ts'
import { recordImpactAssessment } from '../../src/modules/disclosure/commands/record-impact-assessment.ts'
import { reviewEdition } from '../../src/modules/disclosure/commands/review-edition.ts'
import { reviseDisclosure } from '../../src/modules/disclosure/commands/revise-disclosure.ts'
import { submitEdition } from '../../src/modules/disclosure/commands/submit-edition.ts'
import { privacyFindings } from '../../src/modules/disclosure/edition-privacy.ts'
import { latestAssessment, programmeOf } from '../../src/modules/disclosure/impact-assessment.ts'
import { kindOf } from '../../src/modules/disclosure/kind/registry.ts'
import {
  type Edition,
  type PrivacyDecisionKind,
  REVIEW_CHECKS,
} from '../../src/modules/disclosure/model.ts'
import type { Actor } from '../../src/modules/identity/model.ts'
import { publishEdition } from '../../src/modules/publication/commands/publish-edition.ts'
import type { BodyCode } from './county.ts'
import type { Stage } from './stage.ts'

/** What a draft is made of, where a test minds. */
export interface DraftOptions {
  readonly body?: BodyCode
  readonly itemCode?: string
  readonly kind?: string
  readonly content?: Readonly<Record<string, unknown>>
  readonly author?: Actor
}

/** A notice that is complete. */
export const NOTICE = {
  title: '关于发放冬季取暖补贴的通知',
  bodyMarkdown: '各乡镇街：\n\n现予公布。',
}

/** A policy document that is complete. */
export const PLAN = {
  title: '喀左县基层政务公开标准化规范化工作方案',
  docNumber: '喀政办发[2018]12号',
  formedOn: '2018-10-12',
  issuers: ['喀左县人民政府办公室'],
  bodyMarkdown: '# 总则\n\n依法公开。',
}

/** A warning that is complete. */
export const WARNING = {
  kind: 'Warning',
  content: {
    title: '暴雨蓝色预警（演示）',
    warningType: 'WEATHER',
    level: 'BLUE',
    phase: 'ISSUED',
    issuingUnit: '县气象局',
    issuedAt: '2026-03-03T03:00:00Z',
    effectiveFrom: '2026-03-03T04:00:00Z',
    area: '全县',
    matters: '注意防范山洪',
    measures: '减少外出',
  },
}

/** A penalty against a sole trader without a USCC whose ID number (right, and nobody's) stands in the facts. */
export function soleTrader(title: string) {
  return {
    title,
    decisionType: 'PENALTY',
    decisionStage: 'DECIDED',
    subjectName: '赵甲',
    subjectType: 'SOLE_TRADER',
    caseName: '无照经营案',
    facts: '赵甲（身份证号211324195001011239）未办理登记从事经营活动。',
    basis: ['无证无照经营查处办法第十三条'],
    content: '罚款一千元。',
    decisionNumber: '喀市监罚〔2026〕1号',
    authority: '喀左县市场监督管理局',
    decidedOn: '2026-03-01',
    performance: '收到决定书之日起十五日内缴至指定银行。',
  }
}

/** Lets the item of the drafts take further kinds. */
export async function acceptKinds({ sql }: Stage, ...kinds: string[]): Promise<void> {
  await sql(`UPDATE item SET kinds = kinds || $1 WHERE code = '2.2'`, [kinds])
}

/** The reference that the next command on an edition takes. */
export function refer({ id, version }: Edition) {
  return { editionId: id, expectedVersion: version }
}

/** A signature of the waiting step. */
export function signature(edition: Edition) {
  return { ...refer(edition), decision: 'APPROVE' as const, checks: REVIEW_CHECKS }
}

/** Somebody who may sign the waiting step and has no other part in the edition. */
export function signerOf({ county }: Stage, { place, currentRole, participants }: Edition): Actor {
  if (!currentRole) throw new Error('the edition waits for nobody')
  const people = ([1, 2] as const).map((which) =>
    county.person(place.code as BodyCode, currentRole, which),
  )
  const free = people.find((one) => participants.every(({ userId }) => userId !== one.userId))
  if (!free) throw new Error(`nobody is left to sign as ${currentRole}`)
  return free
}

/** A new record's first draft. */
export function draft(stage: Stage, options: DraftOptions = {}): Promise<Edition> {
  const { body = 'mzj', itemCode = '2.2', kind = 'Notice', content = NOTICE } = options
  const author = options.author ?? stage.county.person(body, 'EDITOR')
  return createDraft(stage.platform, author, { itemCode, organizationCode: body, kind, content })
}

/** An edition that waits for its first signature. */
export async function submitted(stage: Stage, options: DraftOptions = {}): Promise<Edition> {
  return submit(stage, await draft(stage, options))
}

/** An edition with all signatures. */
export async function approved(stage: Stage, options: DraftOptions = {}): Promise<Edition> {
  return signAll(stage, await submitted(stage, options))
}

/** A record that is public. */
export async function published(stage: Stage, options: DraftOptions = {}): Promise<Edition> {
  return publish(stage, await approved(stage, options))
}

/** The next edition of a public record, approved. */
export async function revisedAndApproved(stage: Stage, live: Edition): Promise<Edition> {
  const { person } = stage.county
  const input = { indexNumber: live.indexNumber ?? '' }
  const author = person(live.place.code as BodyCode, 'EDITOR')
  const revision = await reviseDisclosure(stage.platform, author, input)
  return signAll(stage, await submit(stage, revision))
}

/** What is found out before people are published, without which their roster is not submitted. */
export const ASSESSMENT = {
  purpose: '接受群众监督。',
  necessity: '只公布监督所必需的内容。',
  risks: '困难状况为他人所知。',
  measures: '证件号、电话、账号遮盖，期满撤下。',
}

/** Has the programme of an edition assessed by its approver, if that is due and was not done. */
async function assess({ platform, county }: Stage, edition: Edition): Promise<void> {
  const { place, kind, content } = edition
  const programme = programmeOf(kindOf(kind), content)
  if (programme === null) return
  if (await latestAssessment(platform.database, place.code, programme)) return
  const approver = county.person(place.code as BodyCode, 'APPROVER')
  const input = { ...ASSESSMENT, organizationCode: place.code, programme }
  await recordImpactAssessment(platform, approver, input)
}

/** Hands a draft in, by an editor of its organization. */
export async function submit(stage: Stage, edition: Edition): Promise<Edition> {
  const { platform, county } = stage
  await assess(stage, edition)
  const editor = county.person(edition.place.code as BodyCode, 'EDITOR')
  return submitEdition(platform, editor, refer(edition))
}

/** Somebody of the office finds everything publishable that the gate is not sure of. */
export async function decideAll(
  { platform, county }: Stage,
  edition: Edition,
  decision: PrivacyDecisionKind = 'PUBLISHABLE',
): Promise<void> {
  const { database, clock } = platform
  for (const { key, certainty } of await privacyFindings(database, edition, clock.now())) {
    if (certainty === 'CERTAIN') continue
    const answer = { findingKey: key, decision, reason: '为公开事项所必需' }
    const office = county.person('county', 'OFFICE')
    await decidePrivacyFinding(platform, office, { ...refer(edition), ...answer })
  }
}

/** Signs every step that waits, each by somebody else. */
export async function signAll(stage: Stage, edition: Edition): Promise<Edition> {
  let signed = edition
  await decideAll(stage, edition)
  while (signed.state === 'IN_REVIEW') {
    signed = await reviewEdition(stage.platform, signerOf(stage, signed), signature(signed))
  }
  return signed
}

/** Publishes an approved edition, by an approver of its organization. */
export function publish({ platform, county }: Stage, edition: Edition): Promise<Edition> {
  const approver = county.person(edition.place.code as BodyCode, 'APPROVER')
  return publishEdition(platform, approver, refer(edition))
}
