import { line, list, text } from '../kind/field.ts'
import { phone } from '../kind/field-identity.ts'
import { table } from '../kind/field-structure.ts'
import { year } from '../kind/field-time.ts'
import { defineKind } from '../kind/kind.ts'

export const kind = defineKind({
  name: 'ServiceCatalogue',
  title: '服务事项清单、收费',
  description: 'Services that are offered, to whom, by what standard and at what fee.',
  body: 'optional',
  fields: {
    year: year({ title: '年度', description: 'Year of the list. Null when it has no year.' }),
    basis: list({
      title: '编制依据',
      description: 'Laws and documents that the list rests on.',
      of: line({ title: '依据', description: 'One basis.', max: 200 }),
      max: 30,
      searched: true,
    }),
    services: table({
      title: '服务事项',
      description: 'Services, one row each.',
      row: 'CatalogueService',
      required: true,
      columns: {
        name: line({
          title: '事项名称',
          synonyms: ['服务事项', '服务项目', '项目名称', '服务事项名称'],
          description: 'Name of the service.',
          max: 100,
          required: true,
          searched: true,
        }),
        category: line({
          title: '类别',
          description: 'Group of services. Null when not grouped.',
          max: 50,
        }),
        targetGroup: line({
          title: '服务对象',
          synonyms: ['服务人群', '保障对象', '对象'],
          description: 'Whom it is for.',
          max: 200,
          required: true,
          searched: true,
        }),
        content: text({
          title: '服务内容',
          synonyms: ['服务内容及标准', '内容'],
          description: 'What is done. Null when the name says it.',
          max: 1000,
          searched: true,
        }),
        standard: text({
          title: '服务标准',
          synonyms: ['标准', '保障标准'],
          description: 'How well or how much. Null when not set.',
          max: 500,
        }),
        fee: line({
          title: '收费',
          synonyms: ['收费标准', '收费情况', '是否收费'],
          description: 'Fee with its unit. Null means free of charge.',
          max: 100,
        }),
        basis: line({
          title: '依据',
          synonyms: ['政策依据', '法律依据', '设定依据'],
          description: 'Legal basis of the service. Null when it is that of the list.',
          max: 200,
        }),
        provider: line({
          title: '提供单位',
          synonyms: ['责任单位', '服务单位', '实施单位', '牵头单位'],
          description: 'Who provides it.',
          max: 100,
          required: true,
          searched: true,
        }),
        phone: phone({
          title: '电话',
          synonyms: ['联系电话', '咨询电话', '服务电话'],
          description: 'Telephone of the provider. Null when there is none.',
        }),
      },
      filters: ['category', 'provider'],
    }),
    safeguards: text({
      title: '保障措施',
      description: 'How the services are funded and secured. Null when not described.',
      max: 3000,
    }),
  },
})
