import { choice, line, list, text } from '../kind/field.ts'
import { phone } from '../kind/field-identity.ts'
import { integer } from '../kind/field-measure.ts'
import { table } from '../kind/field-structure.ts'
import { date, year } from '../kind/field-time.ts'
import { defineKind } from '../kind/kind.ts'
import { inOrder } from '../kind/rules.ts'

export const kind = defineKind({
  name: 'SchoolZoning',
  title: '招生、学区',
  description: 'Which school a child goes to, and how to enrol. Never the children themselves.',
  body: 'optional',
  fields: {
    year: year({ title: '招生年度', description: 'Year of enrolment.', required: true }),
    schools: table({
      title: '学区划分',
      description: 'Schools with their zones, one row each.',
      row: 'SchoolZone',
      required: true,
      columns: {
        school: line({
          title: '学校',
          synonyms: ['学校名称', '校名'],
          description: 'School.',
          max: 100,
          required: true,
          searched: true,
        }),
        schoolType: choice({
          name: 'SchoolType',
          title: '学段',
          synonyms: ['学校类别', '学校类型', '办学层次'],
          description: 'Sort of school.',
          required: true,
          values: {
            KINDERGARTEN: { title: '幼儿园', description: 'Kindergarten.' },
            PRIMARY: { title: '小学', description: 'Primary school.' },
            JUNIOR: { title: '初中', description: 'Junior middle school.' },
            NINE_YEAR: { title: '九年一贯制', description: 'Primary and junior middle school.' },
            SPECIAL: { title: '特殊教育', description: 'School for special needs.' },
          },
        }),
        zone: text({
          title: '学区范围',
          synonyms: ['招生范围', '服务范围', '划片范围', '施教区', '学区', '招生区域'],
          description: 'Streets, villages and compounds.',
          max: 2000,
          required: true,
          searched: true,
        }),
        capacity: integer({
          title: '计划招生人数',
          synonyms: ['招生人数', '计划人数', '招生计划', '招生计划数'],
          description: 'Children to be taken. Null when not fixed.',
          unit: '人',
        }),
        classes: integer({
          title: '计划班数',
          synonyms: ['班数', '班级数', '招生班数'],
          description: 'Classes to be opened. Null when not fixed.',
          unit: '个',
        }),
        address: line({
          title: '地址',
          synonyms: ['学校地址', '校址'],
          description: 'Address. Null when not told.',
          max: 200,
        }),
        phone: phone({
          title: '招生电话',
          synonyms: ['电话', '联系电话', '咨询电话'],
          description: 'Telephone. Null when there is none.',
        }),
      },
      filters: ['schoolType', 'school'],
    }),
    method: text({
      title: '招生办法',
      description: 'How children are assigned.',
      max: 5000,
      required: true,
      searched: true,
    }),
    procedure: text({
      title: '划片工作程序',
      description: 'How the zones were drawn. Null when not described.',
      max: 3000,
    }),
    outcome: text({
      title: '划片结果说明',
      description: 'What came of it, in numbers. Null before the enrolment.',
      max: 3000,
    }),
    documents: list({
      title: '入学材料',
      description: 'What to bring.',
      of: line({ title: '材料', description: 'One piece.', max: 200 }),
      max: 30,
      required: true,
    }),
    migrantRule: text({
      title: '随迁子女入学',
      description: 'How children of migrant workers enrol.',
      max: 3000,
      required: true,
      searched: true,
    }),
    registersFrom: date({
      title: '报名开始日期',
      description: 'First day. Null when not yet fixed.',
    }),
    registersTo: date({ title: '报名截止日期', description: 'Last day. Null when not yet fixed.' }),
  },
  rules: [inOrder('registersFrom', 'registersTo', '报名截止日期不得早于开始日期')],
})
