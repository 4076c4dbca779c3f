import { after, say } from '../kind/brief.ts'
import { choice, line, text } from '../kind/field.ts'
import { phone } from '../kind/field-identity.ts'
import { integer } from '../kind/field-measure.ts'
import { group, table } from '../kind/field-structure.ts'
import { instant } from '../kind/field-time.ts'
import { defineKind } from '../kind/kind.ts'
import { notInFuture } from '../kind/rules.ts'
import { EVENT_GRADE } from '../kind/vocabulary.ts'

export const kind = defineKind({
  name: 'IncidentReport',
  title: '突发事件',
  description:
    'An emergency: what happened, how it stands, what is done. Later news are new editions.',
  body: 'optional',
  urgent: true,
  fields: {
    incidentType: choice({
      name: 'IncidentType',
      title: '事件类别',
      description: 'Sort of event.',
      required: true,
      values: {
        NATURAL_DISASTER: { title: '自然灾害', description: 'A natural disaster.' },
        ACCIDENT: { title: '事故灾难', description: 'An accident.' },
        ENVIRONMENTAL: { title: '突发环境事件', description: 'An environmental emergency.' },
        PUBLIC_HEALTH: { title: '公共卫生事件', description: 'A public health emergency.' },
        SOCIAL_SAFETY: { title: '社会安全事件', description: 'A threat to public safety.' },
      },
    }),
    grade: choice({
      title: '事件等级',
      description: 'Grade. Null while it is not yet graded.',
      of: EVENT_GRADE,
    }),
    occurredAt: instant({ title: '发生时间', description: 'When it happened.', required: true }),
    place: line({
      title: '发生地点',
      description: 'Where it happened.',
      max: 200,
      required: true,
      searched: true,
    }),
    situation: text({
      title: '基本情况',
      description: 'What happened and how it stands. Nothing of single patients or victims.',
      max: 5000,
      required: true,
      searched: true,
    }),
    impact: text({
      title: '周边受影响情况',
      description: 'What it does to its surroundings. Null when nothing is known.',
      max: 3000,
      searched: true,
    }),
    response: text({
      title: '应急处置情况',
      description: 'What is done.',
      max: 5000,
      required: true,
      searched: true,
    }),
    casualties: group({
      title: '人员伤亡和转移',
      description: 'People in numbers. Null when not known.',
      name: 'Casualties',
      fields: {
        dead: integer({ title: '死亡', description: 'Dead. Null when not known.', unit: '人' }),
        missing: integer({
          title: '失踪',
          description: 'Missing. Null when not known.',
          unit: '人',
        }),
        injured: integer({
          title: '受伤或患病',
          description: 'Injured or ill. Null when not known.',
          unit: '人',
        }),
        relocated: integer({
          title: '转移安置',
          description: 'Relocated. Null when not known.',
          unit: '人',
        }),
      },
    }),
    needs: text({
      title: '救助需求',
      description: 'What help is wanted. Null when none.',
      max: 2000,
    }),
    nextSteps: text({
      title: '下一步工作',
      description: 'What comes next. Null when it is over, or too early.',
      max: 3000,
    }),
    timeline: table({
      title: '进展',
      description: 'What happened since, in order of time.',
      row: 'IncidentUpdate',
      columns: {
        at: instant({ title: '时间', description: 'When.', required: true }),
        text: text({
          title: '情况',
          description: 'What.',
          max: 2000,
          required: true,
          searched: true,
        }),
      },
    }),
    concerns: text({
      title: '回应关切',
      description: 'Answers to what people ask or fear. Null when none.',
      max: 3000,
    }),
    dutyPhone: phone({
      title: '应急值守电话',
      description: 'Telephone on duty day and night. Null when it is the hotline.',
    }),
  },
  rules: [notInFuture('occurredAt', '发生时间不得晚于今天')],
  brief: {
    line: ({ occurredAt, place, incidentType, grade, situation }) =>
      say`${occurredAt}${place}发生${incidentType}${after('，', grade)}。${situation}`,
    facts: ['grade', 'occurredAt', 'place'],
  },
})
