import { known } from '../../../platform/known.ts'
import { builder } from '../../../graphql/builder.ts'
import { AttachmentType, thumbnailUrl } from '../../disclosure/graphql/attachments.ts'
import { enumOf, outputFields } from '../../disclosure/graphql/field-types.ts'
import { KindEnum } from '../../disclosure/graphql/kinds.ts'
import type { Fact } from '../../disclosure/kind/brief.ts'
import { AUDIENCE, header, TRANSLATION_STATUS } from '../../disclosure/kind/header.ts'
import type { Kind } from '../../disclosure/kind/kind.ts'
import { kindOf, kinds } from '../../disclosure/kind/registry.ts'
import { type Labelled, labelled } from '../../disclosure/kind/shown.ts'
import { OrganizationType } from '../../organization/graphql.ts'
import { ItemType } from '../../taxonomy/graphql.ts'
import { type Card, cardOf, richTextOf, smsLineOf } from '../brief.ts'
import type {
  PublicRecord,
  RecordChange,
  Translation,
  Withdrawal,
  WITHDRAWAL_TYPES,
} from '../model.ts'
import { publicRecord } from '../read.ts'
import { tableFields } from './rows.ts'

const DisclosureStatus = builder.enumType('DisclosureStatus', {
  description: 'What the public sees of a record.',
  values: {
    PUBLISHED: { description: '已公开: the record itself.' },
    WITHDRAWN: { description: '已撤回: only a tombstone, with `withdrawal`.' },
  },
})

/** Why a record was withdrawn. */
export const WithdrawalType = builder.enumType('WithdrawalType', {
  description: 'Why a record was withdrawn.',
  values: {
    EXPIRED: { description: '公示期满.' },
    REVOKED: { description: '依法撤销、变更或确认无效 (行政处罚法第48条).' },
    ERROR: { description: '内容有误.' },
    PRIVACY: { description: '涉及个人信息: not even the title stays.' },
    MERGED: { description: '并入其他信息: see `successor`.' },
    REPLACED: { description: '被其他信息取代: see `successor`.' },
  } satisfies Record<(typeof WITHDRAWAL_TYPES)[number], object>,
})

const WithdrawalObject = builder.objectRef<Withdrawal>('Withdrawal')

const DisclosureFact = builder.objectRef<Fact>('DisclosureFact').implement({
  description: 'One fact that a card tells. Public.',
  fields: (t) => ({
    label: t.exposeString('label', { description: 'What it is, in Chinese.' }),
    value: t.exposeString('value', {
      description:
        'As people read it: titles of choices, dates and amounts in Chinese. At most 20 UTF-16 units.',
    }),
  }),
})

const DisclosureCard = builder.objectRef<Card>('DisclosureCard').implement({
  description: 'A record in little room, such as a card of a WeChat mini-program. Public.',
  fields: (t) => ({
    title: t.exposeString('title', {
      nullable: true,
      description: 'Title, at most 40 UTF-16 units. Null only after a withdrawal for PRIVACY.',
    }),
    facts: t.field({
      type: [DisclosureFact],
      description:
        'What matters most in a record of its kind, at most three. None after a withdrawal.',
      resolve: ({ facts }) => [...facts],
    }),
  }),
})

const LabelledValueType = builder.objectRef<Labelled>('LabelledValue').implement({
  description: 'A value and what it is. Public.',
  fields: (t) => ({
    label: t.exposeString('label', { description: 'What it is, in Chinese.' }),
    value: t.exposeString('value', {
      description:
        'As people read it: titles of choices, dates and amounts in Chinese, lists with 、 between.',
    }),
  }),
})

const AudienceEnum = enumOf(AUDIENCE)
const TranslationStatusEnum = enumOf(TRANSLATION_STATUS)

const MongolianTextType = builder.objectRef<Translation>('MongolianText').implement({
  description:
    'A record in traditional Mongolian (`lang="mn-Mong"`, written vertically). Selectors and separators (FVS, MVS, NNBSP) are as they were typed. Public with its record.',
  fields: (t) => ({
    status: t.field({
      type: TranslationStatusEnum,
      description: 'How far the translation has come; it has texts once it is REVIEWED.',
      resolve: ({ status }) => status,
    }),
    title: t.exposeString('title', {
      nullable: true,
      description: 'Title. Null until the translation is reviewed.',
    }),
    summary: t.exposeString('summary', {
      nullable: true,
      description: 'Summary. Null when there is none, and until the translation is reviewed.',
    }),
    bodyHtml: t.exposeString('bodyHtml', {
      nullable: true,
      description: 'Body as sanitised HTML. Null when there is none or it is not reviewed.',
    }),
    bodyText: t.exposeString('bodyText', {
      nullable: true,
      description: 'Body as plain text. Null when there is none or it is not reviewed.',
    }),
  }),
})

const UNTRANSLATED: Translation = {
  status: 'NONE',
  title: null,
  summary: null,
  bodyHtml: null,
  bodyText: null,
}

const ChangeTypeEnum = builder.enumType('PublicChangeType', {
  description: 'What a change of a public record was.',
  values: {
    CORRECTION: { description: '更正: something in it was wrong; the note tells what.' },
    REVISION: { description: '修订: it was brought up to date.' },
  },
})

const ChangeObject = builder.objectRef<RecordChange>('DisclosureChange').implement({
  description: 'A change of a public record that the public is told of. Public.',
  fields: (t) => ({
    type: t.field({
      type: ChangeTypeEnum,
      description: 'What it was.',
      resolve: ({ type }) => type as 'CORRECTION' | 'REVISION',
    }),
    note: t.exposeString('note', {
      nullable: true,
      description: 'What was changed, in Chinese. Null only for a revision that says nothing.',
    }),
    at: t.field({
      type: 'DateTime',
      description: 'When it became public.',
      resolve: ({ at }) => new Date(at),
    }),
    version: t.exposeInt('version', {
      description: 'How many times the record had been published then, this time included.',
    }),
  }),
})

/** A public record of any kind. */
export const DisclosureInterface = builder.interfaceRef<PublicRecord>('Disclosure')

builder.objectType(WithdrawalObject, {
  description: 'The tombstone of a withdrawn record. Public.',
  fields: (t) => ({
    type: t.field({ type: WithdrawalType, description: 'Why.', resolve: ({ type }) => type }),
    reason: t.exposeString('reason', {
      description: 'The reason given to the public, in Chinese.',
    }),
    at: t.field({
      type: 'DateTime',
      description: 'When it was withdrawn.',
      resolve: ({ at }) => at,
    }),
    successorIndexNumber: t.exposeString('successorIndexNumber', {
      nullable: true,
      description:
        '索引号 of the record that is there instead. Null but after MERGED and REPLACED.',
    }),
    successor: t.field({
      type: DisclosureInterface,
      nullable: true,
      description:
        'The record that is there instead, as the public sees it now; it may have been withdrawn since. Null but after MERGED and REPLACED, and when it is not for everyone.',
      resolve: ({ successorIndexNumber }, _args, { publicPool }) =>
        successorIndexNumber === null ? null : publicRecord(publicPool, successorIndexNumber),
    }),
  }),
})

DisclosureInterface.implement({
  interfaces: [builder.nodeInterfaceRef()],
  description:
    'A public record (公开信息) as the public sees it now, or saw it at the moment asked for: the frozen rendition of its published edition, or its tombstone. Everyone may read it.',
  resolveType: ({ kind }) => kind,
  fields: (t) => ({
    indexNumber: t.exposeString('indexNumber', {
      description:
        '索引号 `{USCC}/{YYYY}-{NNNNN}`: given at first publication, never changed, never reused.',
    }),
    kind: t.field({
      type: KindEnum,
      description: 'Kind of the record.',
      resolve: ({ kind }) => kind,
    }),
    status: t.field({
      type: DisclosureStatus,
      description: 'Published, or withdrawn with a tombstone.',
      resolve: ({ withdrawal }) => (withdrawal ? 'WITHDRAWN' : 'PUBLISHED'),
    }),
    withdrawal: t.field({
      type: WithdrawalObject,
      nullable: true,
      description: 'Type, reason and time of the withdrawal. Null while published.',
      resolve: ({ withdrawal }) => withdrawal,
    }),
    title: t.exposeString('title', {
      nullable: true,
      description: 'Title. Null only after a withdrawal for PRIVACY.',
    }),
    summary: t.exposeString('summary', {
      nullable: true,
      description: '内容概述, at most 300 characters. Null when there is none.',
    }),
    keywords: t.stringList({ description: '关键词.', resolve: ({ keywords }) => [...keywords] }),
    item: t.field({
      type: ItemType,
      description: 'Item of the catalogue (公开事项) that it discloses.',
      resolve: ({ itemCode }, _args, { county }) => known(county.item(itemCode), itemCode),
    }),
    organization: t.field({
      type: OrganizationType,
      description: 'Organization that published it, as it is today.',
      resolve: ({ organizationCode }, _args, { county }) =>
        known(county.organization(organizationCode), organizationCode),
    }),
    organizationName: t.exposeString('organizationName', {
      description: 'Full name of the organization on the day of publication.',
    }),
    docNumber: t.exposeString('docNumber', {
      nullable: true,
      description: '发文字号 `机关代字〔YYYY〕N号`. Null when it has none.',
    }),
    formedOn: t.field({
      type: 'Date',
      nullable: true,
      description: '成文日期. Null when it has none.',
      resolve: ({ formedOn }) => formedOn,
    }),
    publishedAt: t.field({
      type: 'DateTime',
      description: 'First publication of the record; set by the server, never back-dated.',
      resolve: ({ firstPublishedAt }) => firstPublishedAt,
    }),
    updatedAt: t.field({
      type: 'DateTime',
      description: 'When this rendition or tombstone became public.',
      resolve: ({ validFrom }) => validFrom,
    }),
    displayUntil: t.field({
      type: 'DateTime',
      nullable: true,
      description:
        'When its time on display (公示期) is over: from that moment it is withdrawn as EXPIRED. Null when it is not on display for a time, and when it is withdrawn.',
      resolve: ({ displayUntil }) => displayUntil,
    }),
    audience: t.field({
      type: AudienceEnum,
      description: '公开范围. Public lists hold SOCIETY only.',
      resolve: ({ audience }) => audience,
    }),
    audienceName: t.exposeString('audienceName', {
      nullable: true,
      description: 'Name of the area or group that it is for. Null when it is for everyone.',
    }),
    audienceOrganizations: t.field({
      type: [OrganizationType],
      description:
        'Organizations whose staff may read it beside those of its own. Empty when it is for everyone.',
      resolve: ({ audienceOrganizations }, _args, { county }) =>
        audienceOrganizations.flatMap((code) => county.organization(code) ?? []),
    }),
    changeHistory: t.field({
      type: [ChangeObject],
      description:
        'What was corrected (更正) and revised since it was first public, in order; minor changes are not told. Empty when withdrawn.',
      resolve: ({ changes }) => [...changes],
    }),
    hotline: t.string({
      nullable: true,
      description: header.hotline.description,
      resolve: ({ content }) => textOf(content['hotline']),
    }),
    source: t.string({
      nullable: true,
      description: header.source.description,
      resolve: ({ content }) => textOf(content['source']),
    }),
    smsLine: t.string({
      description:
        'One line for an SMS, without signature: at most 60 UTF-16 units, never cut inside a number. Begins with 已撤回 after a withdrawal.',
      resolve: smsLineOf,
    }),
    card: t.field({
      type: DisclosureCard,
      description: 'The record in little room.',
      resolve: cardOf,
    }),
    labelledValues: t.field({
      type: [LabelledValueType],
      description:
        'What the fields of its kind say, those that are empty left out, in the order of the kind: for whoever shows all kinds alike. Rows of tables are not among them; personal data is masked. Empty when withdrawn.',
      resolve: ({ kind, content, withdrawal }) =>
        withdrawal ? [] : labelled(kindOf(kind).fields, content),
    }),
    bodyHtml: t.exposeString('bodyHtml', {
      nullable: true,
      description: '正文 as sanitised HTML. Null when there is no body or it is withdrawn.',
    }),
    bodyText: t.exposeString('bodyText', {
      nullable: true,
      description: '正文 as plain text. Null when there is no body or it is withdrawn.',
    }),
    richTextNodes: t.field({
      type: 'JSON',
      nullable: true,
      description:
        '正文 as nodes of the `rich-text` component of WeChat, within its tags and attributes: a list of `{name, attrs, children}` and `{type: "text", text}`. Addresses of pictures are paths on this server, of small renditions; a link is followed by its address. Null when there is no body or it is withdrawn.',
      resolve: richTextOf,
    }),
    mongolian: t.field({
      type: MongolianTextType,
      description: 'The record in Mongolian; status NONE when it is not translated or withdrawn.',
      resolve: ({ mongolian }) => mongolian ?? UNTRANSLATED,
    }),
    thumbnail: t.string({
      nullable: true,
      description:
        'Where a small rendition of the first picture among its files is, a path on this server. Null when it has none, and when it is withdrawn.',
      resolve: ({ attachments }) =>
        attachments.map(thumbnailUrl).find((url) => url !== null) ?? null,
    }),
    attachments: t.field({
      type: [AttachmentType],
      description: '附件, in their order, as they were published. Empty when withdrawn.',
      resolve: ({ attachments }) => [...attachments],
    }),
  }),
})

const recordTypes = new Map([...kinds.values()].map((kind) => [kind.name, newRecordType(kind)]))

/** The GraphQL type of a kind's records. */
export function recordTypeOf({ name }: Kind): RecordType {
  return known(recordTypes.get(name) ?? null, name)
}

type RecordType = ReturnType<typeof newRecordType>

/** One GraphQL type for each kind: the interface and the kind's own fields. */
function newRecordType(kind: Kind) {
  return builder.node(builder.objectRef<PublicRecord>(kind.name), {
    description: `${kind.title}: ${kind.description}`,
    interfaces: [DisclosureInterface],
    isTypeOf: (record) => (record as PublicRecord).kind === kind.name,
    id: { resolve: ({ indexNumber }) => indexNumber },
    loadOne: async (indexNumber, { publicPool }) => {
      const record = await publicRecord(publicPool, indexNumber)
      return record?.kind === kind.name ? record : null
    },
    fields: (t) => ({
      ...outputFields(t, kind.fields, ({ content }) => content),
      ...tableFields(t, kind),
    }),
  })
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
