import { known } from '../../../platform/known.ts'
import { builder } from '../../../graphql/builder.ts'
import { RoleEnum } from '../../identity/graphql/roles.ts'
import { OrganizationType } from '../../organization/graphql.ts'
import { ItemType } from '../../taxonomy/graphql.ts'
import type {
  CHANGE_TYPES,
  Edition,
  EDITION_STATES,
  Person,
  REVIEW_CHECKS,
  REVIEW_DECISIONS,
  ReviewStep,
} from '../model.ts'
import { shownTo } from '../personal-data.ts'
import { disclosurePolicy } from '../policy.ts'
import { loadEdition } from './load-edition.ts'
import { isOpen, isPossible } from '../workflow.ts'
import { KindEnum } from './kinds.ts'

const EditionState = builder.enumType('EditionState', {
  description: 'State of an edition.',
  values: {
    DRAFT: { description: '草稿: being written; also after it was returned.' },
    IN_REVIEW: { description: '审核中: waits for the signature of a step of its chain.' },
    APPROVED: { description: '已签发: all signed, not yet public.' },
    PUBLISHED: { description: '已公开: what the public sees now.' },
    SUPERSEDED: { description: '已被取代: a later edition is public.' },
    WITHDRAWN: { description: '已撤回: taken out of public view.' },
    DISCARDED: { description: '已作废: given up before it was public; kept.' },
    NOT_DISCLOSED: { description: '不予公开: not disclosed, on a ground of law.' },
  } satisfies Record<(typeof EDITION_STATES)[number], object>,
})

/** What a signature vouches for. */
export const ReviewCheck = builder.enumType('ReviewCheck', {
  description: 'What a signer vouches for; an approval needs all of them.',
  values: {
    SECRECY: { description: '保密审查 (条例第17条).' },
    PRIVACY: { description: '个人信息审查.' },
    WORDING: { description: '文字校对.' },
  } satisfies Record<(typeof REVIEW_CHECKS)[number], object>,
})

/** What a signer decides. */
export const ReviewDecision = builder.enumType('ReviewDecision', {
  description: 'Decision of a signer.',
  values: {
    APPROVE: { description: '同意: signs the step.' },
    RETURN: { description: '退回: back to the authors, with a comment.' },
  } satisfies Record<(typeof REVIEW_DECISIONS)[number], object>,
})

/** What a revision is. */
export const ChangeTypeEnum = builder.enumType('ChangeType', {
  description: 'What a revision is.',
  values: {
    CORRECTION: { description: '更正: something public was wrong; the note tells what.' },
    MINOR: { description: '细微修改: nobody is told.' },
    REVISION: { description: '修订: anything else; a note is optional.' },
  } satisfies Record<(typeof CHANGE_TYPES)[number], object>,
})

/** A member of staff in the file of an edition. */
export const PersonType = builder.objectRef<Person>('Person').implement({
  description: 'A member of staff as the file of an edition shows them. Staff only.',
  authScopes: { signedIn: true },
  fields: (t) => ({
    username: t.exposeString('username', { description: 'Name of the account.' }),
    displayName: t.exposeString('displayName', { description: 'Name for people.' }),
  }),
})

const ReviewStepType = builder.objectRef<ReviewStep>('ReviewStep').implement({
  description: 'One step of the review chain (审核环节): signed, or waiting. Staff only.',
  authScopes: { signedIn: true },
  fields: (t) => ({
    step: t.exposeInt('step', { description: 'Place in the chain, from 1.' }),
    round: t.exposeInt('round', { description: 'Which submission it belongs to, from 1.' }),
    role: t.field({ type: RoleEnum, description: 'Role that signs.', resolve: ({ role }) => role }),
    decision: t.field({
      type: ReviewDecision,
      nullable: true,
      description: 'What was decided. Null while the step waits.',
      resolve: ({ decision }) => decision,
    }),
    actor: t.field({
      type: PersonType,
      nullable: true,
      description: 'Who signed. Null while the step waits.',
      resolve: ({ actor }) => actor,
    }),
    principal: t.field({
      type: PersonType,
      nullable: true,
      description:
        'For whom the signer stood in (代理). Null when they signed by a role of their own.',
      resolve: ({ principal }) => principal,
    }),
    comment: t.exposeString('comment', {
      nullable: true,
      description: 'What the signer wrote. Null when nothing.',
    }),
    checks: t.field({
      type: [ReviewCheck],
      description: 'What the signer vouched for.',
      resolve: ({ checks }) => [...checks],
    }),
    decidedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was signed. Null while the step waits.',
      resolve: ({ decidedAt }) => decidedAt,
    }),
  }),
})

const EditionRights = builder.objectRef<Edition>('EditionRights').implement({
  description: 'What the viewer may do with the edition now, by rights and by its state.',
  authScopes: { signedIn: true },
  fields: (t) => ({
    update: t.boolean({
      description: 'Change its content.',
      resolve: (edition, _args, { actor }) =>
        isPossible('update', edition.state) &&
        disclosurePolicy.can(actor, 'edition.update', edition),
    }),
    submit: t.boolean({
      description: 'Submit it for review.',
      resolve: (edition, _args, { actor }) =>
        isPossible('submit', edition.state) &&
        disclosurePolicy.can(actor, 'edition.submit', edition),
    }),
    review: t.boolean({
      description: 'Sign or return the step that waits.',
      resolve: (edition, _args, { actor }) =>
        isPossible('sign', edition.state) && disclosurePolicy.can(actor, 'edition.review', edition),
    }),
    decidePrivacy: t.boolean({
      description: 'Decide whether likely personal data in it may be published.',
      resolve: (edition, _args, { actor }) =>
        isOpen(edition.state) && disclosurePolicy.can(actor, 'edition.decidePrivacy', edition),
    }),
    comment: t.boolean({
      description: 'Remark on it, and resolve remarks.',
      resolve: (edition, _args, { actor }) =>
        isOpen(edition.state) && disclosurePolicy.can(actor, 'edition.comment', edition),
    }),
    sendBack: t.boolean({
      description: 'Take its approval back.',
      resolve: (edition, _args, { actor }) =>
        isPossible('sendBack', edition.state) &&
        disclosurePolicy.can(actor, 'edition.sendBack', edition),
    }),
    discard: t.boolean({
      description: 'Give it up for good.',
      resolve: (edition, _args, { actor }) =>
        isPossible('discard', edition.state) &&
        disclosurePolicy.can(actor, 'edition.discard', edition),
    }),
    withhold: t.boolean({
      description: 'End it as not disclosed.',
      resolve: (edition, _args, { actor }) =>
        isPossible('withhold', edition.state) &&
        disclosurePolicy.can(actor, 'edition.withhold', edition),
    }),
    publish: t.boolean({
      description: 'Make it public.',
      resolve: (edition, _args, { actor }) =>
        isPossible('publish', edition.state) &&
        disclosurePolicy.can(actor, 'edition.publish', edition),
    }),
  }),
})

/** An edition, for staff. */
export const EditionType = builder.objectRef<Edition>('Edition')

builder.node(EditionType, {
  description:
    'One version of a record (版本). Visible to those who hold a role on its organization, and to the office.',
  authScopes: { signedIn: true },
  id: { resolve: ({ id }) => id },
  // A global id tells nothing: what the viewer may not see is null, like what does not exist.
  loadOne: (id, context) => loadEdition(context, id),
  fields: (t) => ({
    version: t.exposeInt('version', {
      description: 'Optimistic lock: send it back as expectedVersion.',
    }),
    number: t.exposeInt('number', { description: 'Which edition of the record it is, from 1.' }),
    state: t.field({
      type: EditionState,
      description: 'Where it stands.',
      resolve: ({ state }) => state,
    }),
    kind: t.field({
      type: KindEnum,
      description: 'Kind of the record.',
      resolve: ({ kind }) => kind,
    }),
    title: t.exposeString('title', {
      nullable: true,
      description: 'Title. Null while a draft has none.',
    }),
    content: t.field({
      type: 'JSON',
      description:
        'Content in the shape of the kind’s JSON Schema, without its tables (see `rows`); body is ProseMirror JSON. Personal data is masked unless the viewer has it open (`openPersonalData`); sent back masked, it stays as it was.',
      resolve: async (edition, _args, { platform, actor }) => {
        const show = await shownTo(platform.database, actor, edition, platform.clock.now())
        return show(edition.content)
      },
    }),
    item: t.field({
      type: ItemType,
      description: 'Item of the catalogue that it discloses.',
      resolve: ({ itemCode }, _args, { county }) => known(county.item(itemCode), itemCode),
    }),
    organization: t.field({
      type: OrganizationType,
      description: 'Organization that publishes it.',
      resolve: ({ place }, _args, { county }) => known(county.organization(place.code), place.code),
    }),
    author: t.field({
      type: PersonType,
      nullable: true,
      description: 'Who started it. Null when a machine posted it.',
      resolve: ({ author }) => author,
    }),
    postedBy: t.exposeString('postedBy', {
      nullable: true,
      description:
        'Name of the API client that posted it without review, under a grant of the office. Null when people wrote it.',
    }),
    changeType: t.field({
      type: ChangeTypeEnum,
      nullable: true,
      description:
        'What it changes in what is public. Null for the first edition, and for what a machine posts.',
      resolve: ({ changeType }) => changeType,
    }),
    changeNote: t.exposeString('changeNote', {
      nullable: true,
      description: 'What the public is told of the change. Null when nothing.',
    }),
    steps: t.field({
      type: [ReviewStepType],
      description: 'Signatures of all rounds, then the steps that still wait.',
      resolve: ({ steps }) => [...steps],
    }),
    viewerCan: t.field({
      type: EditionRights,
      description: 'What the viewer may do with it now.',
      resolve: (edition) => edition,
    }),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When it was started.',
      resolve: (e) => e.createdAt,
    }),
    updatedAt: t.field({
      type: 'DateTime',
      description: 'When it last changed.',
      resolve: (e) => e.updatedAt,
    }),
  }),
})
