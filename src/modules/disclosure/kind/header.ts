import { choice, line, list, text } from './field.ts'
import { docNumber } from './field-identity.ts'
import { date } from './field-time.ts'

/** For whom a record is. */
export const AUDIENCE = {
  name: 'Audience',
  description: 'For whom a record is.',
  values: {
    SOCIETY: { title: '面向全社会', description: '全社会: everyone.' },
    AREA: {
      title: '面向特定区域或群体',
      description: '特定区域、特定群体: never in public lists, search or feeds.',
    },
  },
} as const

/** How far a translation has come. */
export const TRANSLATION_STATUS = {
  name: 'TranslationStatus',
  description: 'How far the translation into Mongolian has come.',
  values: {
    NONE: { title: '无译文', description: '无译文: there is none.' },
    DRAFT: { title: '草稿', description: '草稿: not reviewed; the public does not read it.' },
    REVIEWED: { title: '已审核', description: '已审核: public beside the Chinese text.' },
  },
} as const

/** What every record carries, whatever its kind. The body stands beside it: it is not a plain value. */
export const header = {
  title: line({
    title: '标题',
    description: 'Title, at most 200 characters.',
    max: 200,
    required: true,
  }),
  summary: text({
    title: '内容概述',
    description: 'Summary, at most 300 characters. Null when there is none.',
    max: 300,
  }),
  keywords: list({
    title: '关键词',
    description: 'Keywords, at most 20 of 20 characters each.',
    of: line({ title: '关键词', description: 'One keyword.', max: 20 }),
    max: 20,
  }),
  docNumber: docNumber({
    title: '发文字号',
    description:
      'Document number 发文字号, `机关代字〔YYYY〕N号`; variants of the brackets are normalised. Null when there is none.',
  }),
  formedOn: date({
    title: '成文日期',
    description:
      'Date on which the document itself was formed or signed; never in the future. Null when it has none.',
  }),
  audience: choice({
    title: '公开范围',
    description: 'For whom the record is. Null means SOCIETY.',
    of: AUDIENCE,
  }),
  audienceName: line({
    title: '特定区域或群体名称',
    description:
      'Name of the area or group that the record is for: a township, a village, a group of people. Null when it is for everyone.',
    max: 100,
  }),
  audienceOrganizations: list({
    title: '可查阅的公开主体',
    description:
      'Codes of organizations whose staff may read a record for a named area, beside those of its own; at most 50. Empty when it is for everyone.',
    of: line({ title: '公开主体代码', description: 'Code of an organization.', max: 24 }),
    max: 50,
  }),
  hotline: line({
    title: '咨询投诉电话',
    description: 'Public telephone for questions and complaints. Null when there is none.',
    max: 60,
  }),
  mongolianTitle: line({
    title: '蒙古文标题',
    description:
      'Title in traditional Mongolian (`mn-Mong`), at most 300 characters. Null when it is not translated.',
    max: 300,
  }),
  mongolianSummary: text({
    title: '蒙古文内容概述',
    description:
      'Summary in traditional Mongolian (`mn-Mong`), at most 600 characters. Null when there is none.',
    max: 600,
  }),
  mongolianStatus: choice({
    title: '蒙古文译文状态',
    description:
      'How far the translation has come; the public reads it once it is REVIEWED. Null means NONE, or DRAFT when some of it is there.',
    of: TRANSLATION_STATUS,
  }),
  source: line({
    title: '信息来源',
    description:
      'Where the text comes from when it is reposted. Null when it is the organization’s own.',
    max: 100,
  }),
} as const
