import { after, say } from '../kind/brief.ts'
import { choice, line, text } from '../kind/field.ts'
import { phone, webAddress } from '../kind/field-identity.ts'
import { integer } from '../kind/field-measure.ts'
import { instant } from '../kind/field-time.ts'
import { defineKind } from '../kind/kind.ts'
import { inOrder } from '../kind/rules.ts'

export const kind = defineKind({
  name: 'Activity',
  title: '活动',
  description: 'An event that people can join, and how it went.',
  body: 'optional',
  fields: {
    activityType: choice({
      name: 'ActivityType',
      title: '活动类别',
      description: 'Sort of event. Null when it is none of these.',
      values: {
        HERITAGE: { title: '文化遗产宣传展示', description: 'Heritage on show.' },
        FITNESS: { title: '全民健身活动', description: 'Sport for everyone.' },
        LECTURE: { title: '讲座、大讲堂', description: 'Lecture.' },
        TEST: { title: '体育锻炼标准测试', description: 'Test of physical fitness.' },
        CULTURE: { title: '公共文化活动', description: 'Culture.' },
      },
    }),
    startsAt: instant({ title: '开始时间', description: 'When it begins.', required: true }),
    endsAt: instant({ title: '结束时间', description: 'When it ends. Null when not fixed.' }),
    place: line({
      title: '活动地点',
      description: 'Where it is.',
      max: 200,
      required: true,
      searched: true,
    }),
    organizer: line({
      title: '主办单位',
      description: 'Who organizes it.',
      max: 200,
      required: true,
      searched: true,
    }),
    participants: line({
      title: '参加对象',
      description: 'Who may join. Null means everyone.',
      max: 200,
    }),
    programme: text({
      title: '活动内容',
      description: 'What happens. Null when the body tells it.',
      max: 5000,
      searched: true,
    }),
    signUp: text({
      title: '报名方式',
      description: 'How to sign up. Null when one may simply come.',
      max: 500,
    }),
    website: webAddress({
      title: '报名网址',
      description: 'Where to sign up online. Null when not possible.',
    }),
    phone: phone({
      title: '联系电话',
      description: 'Telephone for questions. Null when there is none.',
    }),
    fee: line({
      title: '费用',
      description: 'What it costs. Null means free of charge.',
      max: 100,
    }),
    capacity: integer({
      title: '人数限额',
      description: 'How many may join. Null means no limit.',
      unit: '人',
    }),
    attendance: integer({
      title: '参加人数',
      description: 'How many came. Null before the event.',
      unit: '人',
    }),
    results: text({
      title: '开展情况',
      description: 'How it went. Null before the event.',
      max: 3000,
      searched: true,
    }),
  },
  rules: [inOrder('startsAt', 'endsAt', '结束时间不得早于开始时间')],
  brief: {
    line: ({ title, startsAt, place, phone, signUp }) =>
      say`${title}：${startsAt}，${place}${after('，电话', phone)}${after('，报名：', signUp)}`,
    facts: ['startsAt', 'place', 'phone'],
  },
})
