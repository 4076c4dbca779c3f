import type { Vocabulary } from './field.ts'

/** Colours of a warning; the level of a response is another thing. */
export const WARNING_LEVEL = {
  name: 'WarningLevel',
  description: 'Level of a warning, from the gravest to the least.',
  standard: '突发事件应对法第63条',
  values: {
    RED: { title: '红色（一级）', description: 'The gravest.' },
    ORANGE: { title: '橙色（二级）', description: 'Grave.' },
    YELLOW: { title: '黄色（三级）', description: 'Moderate.' },
    BLUE: { title: '蓝色（四级）', description: 'The least.' },
  },
} as const satisfies Vocabulary

/** Grades of an event that has happened. */
export const EVENT_GRADE = {
  name: 'EventGrade',
  description: 'Grade of an event by the harm it does.',
  standard: '突发事件应对法第3条',
  values: {
    I: { title: '特别重大（Ⅰ级）', description: 'The gravest.' },
    II: { title: '重大（Ⅱ级）', description: 'Grave.' },
    III: { title: '较大（Ⅲ级）', description: 'Considerable.' },
    IV: { title: '一般（Ⅳ级）', description: 'Ordinary.' },
  },
} as const satisfies Vocabulary

/** Where an application for assistance stands. */
export const APPROVAL_STAGE = {
  name: 'ApprovalStage',
  description: 'Stage of an application at which a list is put on display.',
  standard: '社会救助暂行办法第11条',
  values: {
    APPLICATION: { title: '申请受理', description: 'Who has applied.' },
    FIRST_REVIEW: {
      title: '初审',
      description: 'Result of the home visit 入户调查 and the neighbours’ appraisal 民主评议.',
    },
    REVIEW: { title: '审核', description: 'Result of the review by the township.' },
    APPROVAL: { title: '审批', description: 'Decision of the county.' },
  },
} as const satisfies Vocabulary

/** Who money comes from. */
export const FUND_LEVEL = {
  name: 'FundLevel',
  description: 'Level of government, or other origin, that money comes from.',
  values: {
    CENTRAL: { title: '中央', description: 'Central budget.' },
    PROVINCE: { title: '省级', description: 'Budget of the province.' },
    CITY: { title: '市级', description: 'Budget of the city.' },
    COUNTY: { title: '县级', description: 'Budget of the county.' },
    SOCIETY: { title: '社会资金', description: 'Donations, enterprises, residents.' },
    CARRIED_OVER: { title: '上年结转', description: 'Left from the year before.' },
    OTHER: { title: '其他', description: 'Any other origin.' },
  },
} as const satisfies Vocabulary

/** Whether a limit or target was kept. */
export const COMPLIANCE = {
  name: 'Compliance',
  description: 'Whether what was measured keeps the limit or target.',
  values: {
    COMPLIANT: {
      title: '达标',
      description: 'Within the limit, or at least as good as the target.',
    },
    NON_COMPLIANT: { title: '不达标', description: 'Beyond the limit, or worse than the target.' },
  },
} as const satisfies Vocabulary

/** Whether an entry, licence or designation is in force. */
export const REGISTRY_STATUS = {
  name: 'RegistryStatus',
  description: 'Whether an entry of a register is in force.',
  values: {
    ACTIVE: { title: '有效', description: 'In force.' },
    SUSPENDED: { title: '暂停', description: 'In force again later.' },
    REVOKED: { title: '吊销、撤销', description: 'Ended by the authority.' },
    CANCELLED: { title: '注销', description: 'Ended by its holder or by law.' },
    EXPIRED: { title: '期满', description: 'Its term is over.' },
  },
} as const satisfies Vocabulary
