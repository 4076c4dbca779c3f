import { choice, line, text } from '../kind/field.ts'
import { phone } from '../kind/field-identity.ts'
import { area, latitude, longitude } from '../kind/field-measure.ts'
import { table } from '../kind/field-structure.ts'
import { date, year } from '../kind/field-time.ts'
import { defineKind } from '../kind/kind.ts'

export const kind = defineKind({
  name: 'FacilityDirectory',
  title: '场所设施',
  description: 'Places that people can go to: where, when, at what price, and when closed.',
  body: 'optional',
  fields: {
    asOf: date({
      title: '截至日期',
      description: 'Day on which it was so. Null means that of publication.',
    }),
    facilities: table({
      title: '场所设施名录',
      description: 'Places, one row each.',
      row: 'Facility',
      required: true,
      columns: {
        name: line({
          title: '名称',
          synonyms: ['场所名称', '设施名称', '单位名称', '机构名称'],
          description: 'Name.',
          max: 100,
          required: true,
          searched: true,
        }),
        type: line({
          title: '类型',
          synonyms: ['类别', '场所类型', '设施类型'],
          description: 'Library, clinic, sports ground and so on.',
          max: 50,
          required: true,
          searched: true,
        }),
        address: line({
          title: '地址',
          synonyms: ['所在地址', '详细地址', '位置'],
          description: 'Address.',
          max: 200,
          required: true,
          searched: true,
        }),
        longitude: longitude(),
        latitude: latitude(),
        openingHours: text({
          title: '开放时间',
          synonyms: ['开放时段', '服务时间'],
          description: 'Opening hours. Null when always open.',
          max: 300,
        }),
        charge: choice({
          name: 'FacilityCharge',
          title: '收费方式',
          description: 'Whether it costs. Null when not told.',
          values: {
            FREE: { title: '免费', description: 'Free of charge.' },
            LOW_FEE: { title: '低收费', description: 'At a low fee.' },
            PAID: { title: '收费', description: 'At a fee.' },
          },
        }),
        fee: line({
          title: '收费标准',
          description: 'Fee with its unit. Null when free.',
          max: 200,
        }),
        services: text({
          title: '服务内容',
          synonyms: ['服务项目', '主要功能', '功能'],
          description: 'What it offers. Null when the type says it.',
          max: 1000,
          searched: true,
        }),
        phone: phone({ title: '电话', description: 'Telephone. Null when it has none.' }),
        operator: line({
          title: '管理单位',
          synonyms: ['主管单位', '运营单位'],
          description: 'Who runs it. Null when it runs itself.',
          max: 100,
        }),
        floorArea: area({
          title: '面积',
          synonyms: ['建筑面积', '占地面积'],
          description: 'Floor or ground area. Null when not told.',
        }),
        builtIn: year({
          title: '建成年份',
          description: 'Year in which it was built. Null when not told.',
        }),
        closure: text({
          title: '临时停止开放',
          description: 'When and why it is closed for a time. Null when it is not.',
          max: 500,
        }),
        accessibility: line({
          title: '无障碍设施',
          description: 'Ramps, lifts and so on. Null when not told.',
          max: 200,
        }),
      },
      filters: ['type', 'charge'],
    }),
  },
})
