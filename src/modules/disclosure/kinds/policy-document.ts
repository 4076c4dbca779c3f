import { after, say } from '../kind/brief.ts'
import { choice, line, list } from '../kind/field.ts'
import { docNumber, record } from '../kind/field-identity.ts'
import { date } from '../kind/field-time.ts'
import { defineKind, problem } from '../kind/kind.ts'

const policy = (wording: { readonly title: string; readonly description: string }) =>
  record({ ...wording, refersTo: ['PolicyDocument'] })

export const kind = defineKind({
  name: 'PolicyDocument',
  title: '政策文件、规划、预案、标准',
  description: 'A policy document, plan, emergency plan or standard, with its validity.',
  body: 'required',
  fields: {
    documentType: choice({
      name: 'PolicyDocumentType',
      title: '文件种类',
      description: 'What sort of document it is. Null when not classified.',
      values: {
        REGULATORY: { title: '行政规范性文件', description: '行政规范性文件: binds the public.' },
        NOTICE: { title: '通知', description: '通知.' },
        OPINION: { title: '意见', description: '意见.' },
        MEASURES: { title: '办法、规定、细则', description: '办法、规定、细则.' },
        PLAN: { title: '规划、方案、计划', description: '规划、方案、计划.' },
        EMERGENCY_PLAN: { title: '应急预案', description: '应急预案.' },
        STANDARD: { title: '标准', description: '标准, such as one of assistance or service.' },
        OTHER: { title: '其他文件', description: 'Any other document.' },
      },
    }),
    issuers: list({
      title: '发文机关',
      description:
        'Issuing organs by full name, the leading one first. Empty means the organization that publishes.',
      of: line({ title: '发文机关', description: 'One organ.', max: 100 }),
      max: 20,
      searched: true,
    }),
    effectiveOn: date({
      title: '施行日期',
      description: 'First day of validity. Null when the document does not say.',
    }),
    expiresOn: date({
      title: '废止日期',
      description: 'Last day of validity. Null when it has no end.',
    }),
    validity: choice({
      name: 'PolicyValidity',
      title: '有效性',
      description:
        'Whether the document is in force, as its issuer declares. Null when not declared.',
      values: {
        IN_FORCE: { title: '现行有效', description: '现行有效.' },
        AMENDED: { title: '已修改', description: '已修改: in force as amended.' },
        REPEALED: { title: '已废止', description: '已废止: repealed by its issuer.' },
        EXPIRED: { title: '已失效', description: '已失效: its term is over.' },
      },
    }),
    supersedes: list({
      title: '废止的文件',
      description: 'Document numbers of the documents that this one replaces.',
      of: docNumber({ title: '发文字号', description: 'One document number.' }),
      max: 50,
      searched: true,
    }),
    supersedesRecords: list({
      title: '废止的文件（索引号）',
      description: 'Index numbers of the documents published here that this one replaces.',
      of: policy({ title: '索引号', description: 'One index number.' }),
      max: 50,
    }),
    amends: list({
      title: '修改的文件',
      description: 'Document numbers of the documents that this one changes.',
      of: docNumber({ title: '发文字号', description: 'One document number.' }),
      max: 50,
      searched: true,
    }),
    amendsRecords: list({
      title: '修改的文件（索引号）',
      description: 'Index numbers of the documents published here that this one changes.',
      of: policy({ title: '索引号', description: 'One index number.' }),
      max: 50,
    }),
    basis: list({
      title: '制定依据',
      description: 'Laws and documents that it rests on, by name or number.',
      of: line({ title: '依据', description: 'One basis.', max: 200 }),
      max: 50,
      searched: true,
    }),
  },
  rules: [
    {
      name: 'a policy document has its date 成文日期',
      basis: '政府信息公开条例12',
      problems: ({ formedOn }) =>
        formedOn === undefined ? [problem('formedOn', 'REQUIRED', '政策文件须填写成文日期')] : [],
    },
    {
      name: 'a policy document expires after it takes effect',
      problems: ({ effectiveOn, expiresOn }) =>
        effectiveOn !== undefined && expiresOn !== undefined && expiresOn < effectiveOn
          ? [problem('expiresOn', 'BEFORE_EFFECTIVE', '废止日期不得早于施行日期')]
          : [],
    },
  ],
  brief: {
    line: ({ title, docNumber, effectiveOn, validity }, { validity: state }) =>
      state === 'REPEALED' || state === 'EXPIRED'
        ? say`${validity}：${title}${after('，', docNumber)}`
        : say`${title}${after('，', docNumber)}${after('，施行日期', effectiveOn)}`,
    facts: ['docNumber', 'formedOn', 'effectiveOn'],
  },
})
