import { choice, line, text } from '../kind/field.ts'
import { phone, uscc } from '../kind/field-identity.ts'
import { idNumber, personalPhone, personName } from '../kind/field-personal.ts'
import { table } from '../kind/field-structure.ts'
import { date } from '../kind/field-time.ts'
import { defineKind } from '../kind/kind.ts'
import { notInFuture, oneOf } from '../kind/rules.ts'
import { REGISTRY_STATUS } from '../kind/vocabulary.ts'

export const kind = defineKind({
  name: 'Registry',
  title: '名录',
  description: 'A register of organizations, projects or persons, as it stands on a day.',
  body: 'optional',
  fields: {
    registryName: line({
      title: '名录名称',
      description: 'Name of the register.',
      max: 100,
      required: true,
      searched: true,
    }),
    asOf: date({
      title: '截至日期',
      description: 'Day on which the register stood so.',
      required: true,
    }),
    entries: table({
      title: '单位和项目',
      description: 'Organizations, projects and other entries that are no persons.',
      row: 'RegistryEntry',
      columns: {
        name: line({
          title: '名称',
          synonyms: ['单位名称', '机构名称', '企业名称', '项目名称', '组织名称'],
          description: 'Name.',
          max: 100,
          required: true,
          searched: true,
        }),
        category: line({
          title: '类别',
          synonyms: ['类型', '项目类别', '机构类别'],
          description: 'Category. Null when there is one only.',
          max: 50,
          searched: true,
        }),
        uscc: uscc({
          title: '统一社会信用代码',
          description: 'USCC. Null when it has none.',
          searched: true,
        }),
        address: line({
          title: '地址',
          synonyms: ['住所', '所在地址', '注册地址', '单位地址'],
          description: 'Address. Null when it has none.',
          max: 200,
          searched: true,
        }),
        phone: phone({ title: '电话', description: 'Public telephone. Null when it has none.' }),
        licence: line({
          title: '证件名称及编号',
          description: 'Licence and number. Null when it has none.',
          max: 100,
        }),
        scope: text({
          title: '业务范围',
          description: 'What it does: business, courses, members. Null when not told.',
          max: 1000,
          searched: true,
        }),
        manner: line({
          title: '经营方式',
          description: 'How it does it. Null when not told.',
          max: 100,
        }),
        level: line({
          title: '级别',
          description: 'Level or grade. Null when not graded.',
          max: 50,
        }),
        status: choice({
          title: '状态',
          description: 'Whether it is in force. Null means ACTIVE.',
          of: REGISTRY_STATUS,
        }),
        validFrom: date({ title: '有效期起', description: 'First day. Null when not limited.' }),
        validTo: date({ title: '有效期止', description: 'Last day. Null when not limited.' }),
        note: line({ title: '备注', description: 'Remark. Null when none.', max: 300 }),
      },
      filters: ['category', 'status', 'uscc', 'level'],
    }),
    persons: table({
      title: '人员',
      description:
        'Persons whom the law wants listed: bearers of heritage, instructors, the barred.',
      row: 'RegistryPerson',
      columns: {
        name: personName({
          title: '姓名',
          description: 'Name.',
          mask: 'FULL',
          required: true,
          searched: true,
        }),
        category: line({
          title: '类别',
          synonyms: ['类型', '人员类别'],
          description: 'What the person is listed as.',
          max: 50,
          required: true,
          searched: true,
        }),
        project: line({
          title: '所属项目或单位',
          synonyms: ['项目', '项目名称', '单位', '所属单位'],
          description: 'Project, sport or unit. Null when none.',
          max: 100,
          searched: true,
        }),
        level: line({
          title: '级别',
          description: 'Level or grade. Null when not graded.',
          max: 50,
        }),
        place: line({
          title: '所在乡镇',
          synonyms: ['乡镇', '所在地'],
          description: 'Township. Null when not told.',
          max: 50,
          searched: true,
        }),
        idNumber: idNumber({
          title: '身份证号',
          description: 'ID number, to tell namesakes apart. Null when not collected.',
        }),
        phone: personalPhone({
          title: '联系电话',
          description: 'Telephone. Null when not collected.',
        }),
        profile: text({
          title: '简介',
          synonyms: ['个人简介', '事迹'],
          description: 'Profile. Null when none.',
          max: 1000,
        }),
        reason: text({
          title: '列入事由',
          synonyms: ['事由'],
          description: 'Why listed, with the legal basis. Null when the category says it.',
          max: 500,
        }),
        status: choice({
          title: '状态',
          description: 'Whether it is in force. Null means ACTIVE.',
          of: REGISTRY_STATUS,
        }),
        validFrom: date({ title: '有效期起', description: 'First day. Null when not limited.' }),
        validTo: date({ title: '有效期止', description: 'Last day. Null when not limited.' }),
      },
      filters: ['category', 'status', 'level'],
    }),
  },
  rules: [
    notInFuture('asOf', '截至日期不得晚于今天'),
    oneOf({
      name: 'a register has entries',
      fields: ['entries', 'persons'],
      message: '请填写名录内容',
    }),
  ],
})
