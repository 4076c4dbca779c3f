import { createDraft } from '../../src/modules/disclosure/commands/create-draft.ts'
import { reviewEdition } from '../../src/modules/disclosure/commands/review-edition.ts'
import { reviseDisclosure } from '../../src/modules/disclosure/commands/revise-disclosure.ts'
import { submitEdition } from '../../src/modules/disclosure/commands/submit-edition.ts'
import { type Edition, REVIEW_CHECKS } from '../../src/modules/disclosure/model.ts'
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

/** Hands a draft in, by an editor of its organization. */
export function submit({ platform, county }: Stage, edition: Edition): Promise<Edition> {
  const editor = county.person(edition.place.code as BodyCode, 'EDITOR')
  return submitEdition(platform, editor, refer(edition))
}

/** Signs every step that waits, each by somebody else. */
export async function signAll(stage: Stage, edition: Edition): Promise<Edition> {
  let signed = edition
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
