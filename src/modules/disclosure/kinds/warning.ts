import { after, say } from '../kind/brief.ts'
import { choice, line, text } from '../kind/field.ts'
import { phone, record, webAddress } from '../kind/field-identity.ts'
import { instant } from '../kind/field-time.ts'
import { defineKind, problem } from '../kind/kind.ts'
import { inOrder, needed } from '../kind/rules.ts'
import { WARNING_LEVEL } from '../kind/vocabulary.ts'

export const kind = defineKind({
  name: 'Warning',
  title: '预警',
  description: 'A warning, its update or its lifting.',
  body: 'optional',
  urgent: true,
  // 突发事件应对法65: whoever was warned is told of the change and of the end.
  follows: 'previous',
  fields: {
    warningType: choice({
      name: 'WarningType',
      title: '预警类别',
      description: 'What is warned of.',
      required: true,
      values: {
        WEATHER: { title: '气象灾害', description: 'Storm, hail, cold, heat and the like.' },
        FLOOD: { title: '洪涝干旱', description: 'Flood or drought.' },
        GEOLOGICAL: { title: '地质灾害', description: 'Landslide and the like.' },
        EARTHQUAKE: { title: '地震', description: 'Earthquake.' },
        FOREST_FIRE: { title: '森林草原火灾', description: 'Forest or grassland fire.' },
        HEAVY_POLLUTION: { title: '重污染天气', description: 'Heavy air pollution.' },
        SECONDARY_DISASTER: {
          title: '生产安全事故次生灾害',
          description: 'What an accident may lead to.',
        },
        PUBLIC_HEALTH: { title: '公共卫生', description: 'Public health.' },
        OTHER: { title: '其他预警', description: 'Anything else.' },
      },
    }),
    level: choice({
      title: '预警级别',
      description: 'Level; of a lifting the last one.',
      of: WARNING_LEVEL,
      required: true,
    }),
    phase: choice({
      name: 'WarningPhase',
      title: '预警环节',
      description: 'Where the warning is in its life.',
      required: true,
      values: {
        ISSUED: { title: '发布', description: 'A first warning.' },
        UPDATED: { title: '更新', description: 'Changes an earlier one.' },
        LIFTED: { title: '解除', description: 'Ends an earlier one.' },
      },
    }),
    previous: record({
      title: '所更新或解除预警的索引号',
      description: 'Record of the warning that is updated or lifted. Null for a first warning.',
      refersTo: ['Warning'],
    }),
    issuingUnit: line({
      title: '发布单位',
      description: 'Who issues it.',
      max: 100,
      required: true,
      searched: true,
    }),
    issuedAt: instant({ title: '发布时间', description: 'When it is issued.', required: true }),
    effectiveFrom: instant({
      title: '起始时间',
      description: 'When it begins; of a lifting when it ends.',
      required: true,
    }),
    effectiveTo: instant({
      title: '预计结束时间',
      description: 'When it is thought to end. Null when not known.',
    }),
    area: text({
      title: '可能影响范围',
      description: 'Where it may strike.',
      max: 1000,
      required: true,
      searched: true,
    }),
    impact: text({
      title: '影响程度',
      description: 'How badly. Null when the level says it.',
      max: 1000,
      searched: true,
    }),
    matters: text({
      title: '警示事项',
      description: 'What to watch. Null only for a lifting.',
      max: 2000,
      searched: true,
    }),
    measures: text({
      title: '应采取的措施',
      description: 'What to do. Null only for a lifting.',
      max: 3000,
      searched: true,
    }),
    progress: text({
      title: '防范进展',
      description:
        'What has been done against it; of a lifting why it is over. Null when nothing yet.',
      max: 2000,
    }),
    dutyPhone: phone({
      title: '应急值守电话',
      description: 'Telephone on duty day and night. Null when it is the hotline.',
    }),
    originalIssuer: line({
      title: '原发布机关',
      description: 'Government that issued it first. Null when it is issued here.',
      max: 100,
    }),
    originalIssuerLevel: choice({
      name: 'WarningIssuerLevel',
      title: '原发布机关级别',
      description: 'Level of the government that issued it first. Null when it is issued here.',
      values: {
        PROVINCE: { title: '省级', description: 'Province.' },
        CITY: { title: '设区的市级', description: 'City with districts.' },
      },
    }),
    originalUrl: webAddress({
      title: '原预警网址',
      description: 'Where it was issued first. Null when it has no address.',
    }),
  },
  rules: [
    // With type, level, start, area, unit and time of issue, which every warning has, these are the eight.
    needed({
      name: 'a warning carries all eight elements',
      basis: '突发事件应对法64',
      when: ({ phase }) => phase !== 'LIFTED',
      fields: { matters: '缺少警示事项', measures: '缺少应采取的措施' },
    }),
    needed({
      name: 'an update or a lifting names the warning before',
      basis: '突发事件应对法65',
      when: ({ phase }) => phase === 'UPDATED' || phase === 'LIFTED',
      fields: { previous: '更新或解除预警须填写原预警的索引号' },
    }),
    {
      name: 'a first warning follows no other',
      problems: ({ phase, previous }) =>
        phase === 'ISSUED' && previous !== undefined
          ? [problem('previous', 'NOT_ALLOWED', '首次发布的预警没有原预警')]
          : [],
    },
    needed({
      name: 'a heavy-pollution warning names its original issuer',
      basis: '大气污染防治法95',
      when: ({ warningType }) => warningType === 'HEAVY_POLLUTION',
      fields: {
        originalIssuer: '重污染天气预警由省级或设区的市级人民政府发布，转载须写明原发布机关',
        originalIssuerLevel: '重污染天气预警须写明原发布机关的级别（省级或设区的市级）',
      },
    }),
    inOrder('effectiveFrom', 'effectiveTo', '预计结束时间不得早于起始时间'),
  ],
  brief: {
    line: ({ originalIssuer, issuingUnit, phase, warningType, level, ...shown }) =>
      say`${originalIssuer ?? issuingUnit}${phase}${warningType}${level?.replace(/（.*/, '')}预警：${shown.area}，${shown.effectiveFrom}起${after('。', shown.matters ?? shown.progress)}`,
    facts: ['level', 'area', 'effectiveFrom'],
  },
})
