import { choice, line, list, text } from '../kind/field.ts'
import { record, uscc, webAddress } from '../kind/field-identity.ts'
import { money } from '../kind/field-measure.ts'
import { idNumber, partyName, personName } from '../kind/field-personal.ts'
import { table } from '../kind/field-structure.ts'
import { date, instant } from '../kind/field-time.ts'
import { type Content, defineKind } from '../kind/kind.ts'
import { inOrder, needed, notInFuture } from '../kind/rules.ts'

const isDecided = ({ decisionStage }: Content) =>
  ['DECIDED', 'CHANGED', 'REVOKED', 'CANCELLED'].includes(String(decisionStage))

export const kind = defineKind({
  name: 'AdministrativeDecision',
  title: '许可、处罚、环评、排污许可',
  description: 'A decision of an authority about a person or an enterprise, at one of its stages.',
  body: 'optional',
  fields: {
    decisionType: choice({
      name: 'DecisionType',
      title: '行政行为类别',
      description: 'Sort of decision.',
      required: true,
      values: {
        PERMIT: { title: '行政许可', description: 'A permit.' },
        REGISTRATION: { title: '设立、变更、注销登记', description: 'Registration.' },
        PENALTY: { title: '行政处罚', description: 'A penalty.' },
        COERCION: { title: '行政强制', description: 'A coercive measure.' },
        AWARD: { title: '行政奖励', description: 'An award.' },
        ENVIRONMENTAL_IMPACT: { title: '环境影响评价审批', description: 'Approval of an EIA.' },
        POLLUTANT_DISCHARGE: { title: '排污许可', description: 'A pollutant discharge permit.' },
        HAZARDOUS_WASTE: { title: '危险废物许可', description: 'A permit for hazardous waste.' },
        RECONSIDERATION: { title: '行政复议', description: 'Reconsideration.' },
        LITIGATION: { title: '行政诉讼', description: 'A court’s decision about the authority.' },
        OTHER: { title: '其他行政行为', description: 'Any other decision.' },
      },
    }),
    decisionStage: choice({
      name: 'DecisionStage',
      title: '办理阶段',
      description: 'Stage of the matter.',
      required: true,
      values: {
        ACCEPTED: { title: '受理', description: 'Taken up.' },
        PROPOSED: { title: '拟决定', description: 'About to be decided; open for objections.' },
        DECIDED: { title: '决定', description: 'Decided.' },
        CHANGED: { title: '变更', description: 'Decision changed.' },
        REVOKED: { title: '撤销', description: 'Decision revoked or found void.' },
        CANCELLED: { title: '注销', description: 'Permit cancelled.' },
      },
    }),
    // 处罚到人: the law wants the person named too; the ID number stays masked.
    subjectName: partyName({
      title: '行政相对人名称',
      description: 'Enterprise or person whom it is about.',
      max: 100,
      mask: 'FULL',
      required: true,
      searched: true,
    }),
    subjectType: choice({
      name: 'DecisionSubjectType',
      title: '行政相对人类别',
      description: 'What the subject is.',
      required: true,
      values: {
        LEGAL_PERSON: { title: '法人及非法人组织', description: 'An organization.' },
        SOLE_TRADER: { title: '个体工商户', description: 'A sole trader.' },
        PERSON: { title: '自然人', description: 'A person.' },
      },
    }),
    subjectUscc: uscc({
      title: '行政相对人统一社会信用代码',
      description: 'USCC of the subject. Null for persons.',
      searched: true,
    }),
    subjectIdNumber: idNumber({
      title: '行政相对人身份证号',
      description: 'ID number of a person. Null for organizations.',
    }),
    legalRepresentative: personName({
      title: '法定代表人',
      description: 'Legal representative. Null for persons, or when not named.',
      mask: 'FULL',
    }),
    projectName: line({
      title: '建设项目或许可事项',
      description: 'Project or activity that is permitted. Null for penalties.',
      max: 200,
      searched: true,
    }),
    place: line({
      title: '项目地点',
      description: 'Where it is. Null when not bound to a place.',
      max: 200,
      searched: true,
    }),
    caseName: line({
      title: '案件名称',
      description: 'Name of the case. Null when it is no case.',
      max: 200,
      searched: true,
    }),
    facts: text({
      title: '事实',
      description:
        'What was found; for an EIA the main impacts. Null when nothing was to be found.',
      max: 5000,
      searched: true,
    }),
    basis: list({
      title: '法律依据',
      description: 'Articles that it rests on.',
      of: line({ title: '依据', description: 'One article.', max: 200 }),
      max: 30,
      searched: true,
    }),
    content: text({
      title: '决定内容',
      description: 'What is decided. Null before the decision.',
      max: 5000,
      searched: true,
    }),
    fine: money({ title: '罚没金额', description: 'Fine and confiscation. Null when none.' }),
    decisionNumber: line({
      title: '决定书文号',
      description: 'Number of the decision. Null before it.',
      max: 60,
      searched: true,
    }),
    authority: line({
      title: '决定机关',
      description: 'Who decides. Null before the decision.',
      max: 100,
      searched: true,
    }),
    decidedOn: date({ title: '决定日期', description: 'Day of the decision. Null before it.' }),
    validFrom: date({
      title: '有效期起',
      description: 'First day of validity. Null when not limited.',
    }),
    validTo: date({
      title: '有效期止',
      description: 'Last day of validity. Null when not limited.',
    }),
    performance: text({
      title: '履行方式和期限',
      description: 'How and by when it is to be carried out. Null when nothing is to be done.',
      max: 1000,
    }),
    objectionsUntil: date({
      title: '意见反馈截止日期',
      description: 'Last day for objections while accepted or proposed. Null when decided.',
    }),
    previous: record({
      title: '原决定的索引号',
      description:
        'Record of the decision that is changed, revoked or cancelled. Null for a first one.',
      refersTo: ['AdministrativeDecision'],
    }),
    changeReason: text({
      title: '变更、撤销、注销理由',
      description: 'Why the decision was changed, revoked or cancelled. Null for a first one.',
      max: 2000,
      searched: true,
    }),
    platforms: table({
      title: '其他公开平台',
      description: 'Other platforms on which it had to be published too.',
      row: 'MandatedPlatform',
      columns: {
        name: line({
          title: '平台名称',
          description: 'Name of the platform.',
          max: 100,
          required: true,
        }),
        url: webAddress({
          title: '网址',
          description: 'Where on the platform. Null when it has no address.',
        }),
        publishedAt: instant({
          title: '公开时间',
          description: 'When it appeared there. Null when still to come.',
        }),
      },
    }),
  },
  // 行政处罚法48: who cannot be told apart otherwise, having no USCC, may be by the number; the office answers for it.
  overridable: {
    basis: '行政处罚法48',
    types: ['ID_NUMBER', 'ID_NUMBER_15'],
    when: ({ subjectType, subjectUscc }) =>
      subjectType === 'SOLE_TRADER' && subjectUscc === undefined,
  },
  rules: [
    needed({
      name: 'a decision has its number, authority, date and content',
      basis: '行政执法公示制度',
      when: isDecided,
      fields: {
        content: '缺少决定内容',
        decisionNumber: '缺少决定书文号',
        authority: '缺少决定机关',
        decidedOn: '缺少决定日期',
      },
    }),
    needed({
      name: 'a penalty tells case, facts, basis, manner and time of performance',
      basis: '行政处罚法48、基层政务公开标准目录',
      when: (content) => isDecided(content) && content['decisionType'] === 'PENALTY',
      fields: {
        caseName: '行政处罚须写明案件名称',
        facts: '行政处罚须写明违法事实',
        basis: '行政处罚须写明法律依据',
        performance: '行政处罚须写明履行方式和期限',
      },
    }),
    needed({
      name: 'a decision that is revoked carries its reason',
      basis: '行政处罚法48',
      when: ({ decisionStage }) => decisionStage === 'REVOKED',
      fields: { changeReason: '撤销决定须公开说明理由' },
    }),
    needed({
      name: 'a penalty that is changed carries its reason',
      basis: '行政处罚法48',
      when: ({ decisionStage, decisionType }) =>
        decisionStage === 'CHANGED' && decisionType === 'PENALTY',
      fields: { changeReason: '变更行政处罚须公开说明理由' },
    }),
    needed({
      name: 'an organization has its USCC',
      basis: '行政执法公示制度',
      when: ({ subjectType }) => subjectType === 'LEGAL_PERSON',
      fields: { subjectUscc: '行政相对人为法人及非法人组织的，须填写统一社会信用代码' },
    }),
    needed({
      name: 'an EIA tells project and place',
      basis: '环境影响评价法',
      when: ({ decisionType }) => decisionType === 'ENVIRONMENTAL_IMPACT',
      fields: { projectName: '环评审批须写明建设项目', place: '环评审批须写明项目地点' },
    }),
    notInFuture('decidedOn', '决定日期不得晚于今天'),
    inOrder('validFrom', 'validTo', '有效期止不得早于有效期起'),
  ],
})
