import { choice, line, text } from '../kind/field.ts'
import { uscc } from '../kind/field-identity.ts'
import { decimal, money } from '../kind/field-measure.ts'
import { table } from '../kind/field-structure.ts'
import { date } from '../kind/field-time.ts'
import { defineKind } from '../kind/kind.ts'
import { inOrder, needed } from '../kind/rules.ts'

export const kind = defineKind({
  name: 'Procurement',
  title: '政府购买服务',
  description: 'Services that the government buys: what it may buy, or one purchase.',
  body: 'optional',
  fields: {
    procurementType: choice({
      name: 'ProcurementType',
      title: '购买类别',
      description: 'What the record is about.',
      required: true,
      values: {
        CATALOGUE: { title: '指导性目录', description: 'What may be bought.' },
        PURCHASE: { title: '购买服务项目', description: 'One purchase.' },
        PARTNERSHIP: { title: '政府和社会资本合作项目', description: 'A partnership (PPP).' },
      },
    }),
    catalogue: table({
      title: '目录',
      description: 'What may be bought, one row each.',
      row: 'ProcurementCatalogueEntry',
      columns: {
        code: line({
          title: '代码',
          synonyms: ['编码', '目录代码'],
          description: 'Code. Null when it has none.',
          max: 20,
        }),
        category: line({
          title: '一级目录',
          synonyms: ['一级'],
          description: 'First level.',
          max: 100,
          required: true,
          searched: true,
        }),
        subcategory: line({
          title: '二级目录',
          synonyms: ['二级'],
          description: 'Second level. Null when there is none.',
          max: 100,
          searched: true,
        }),
        name: line({
          title: '三级目录',
          synonyms: ['三级', '项目名称', '服务项目'],
          description: 'Service.',
          max: 100,
          required: true,
          searched: true,
        }),
        note: line({
          title: '说明',
          synonyms: ['备注'],
          description: 'Remark. Null when none.',
          max: 300,
        }),
      },
      filters: ['category'],
    }),
    projectName: line({
      title: '项目名称',
      description: 'Name of the purchase. Null for a catalogue.',
      max: 200,
      searched: true,
    }),
    purchaser: line({
      title: '购买主体',
      description: 'Who buys. Null for a catalogue.',
      max: 100,
      searched: true,
    }),
    content: text({
      title: '服务内容',
      description: 'What is bought, for whom. Null for a catalogue.',
      max: 3000,
      searched: true,
    }),
    budget: money({ title: '预算金额', description: 'Budget. Null for a catalogue.' }),
    procurementMethod: choice({
      name: 'ProcurementMethod',
      title: '采购方式',
      description: 'How it is bought. Null for a catalogue, or when not yet decided.',
      values: {
        OPEN_TENDER: { title: '公开招标', description: 'Open tender.' },
        INVITED_TENDER: { title: '邀请招标', description: 'Invited tender.' },
        NEGOTIATION: { title: '竞争性谈判', description: 'Competitive negotiation.' },
        CONSULTATION: { title: '竞争性磋商', description: 'Competitive consultation.' },
        QUOTATION: { title: '询价', description: 'Request for quotations.' },
        SINGLE_SOURCE: { title: '单一来源', description: 'Single source.' },
        FRAMEWORK: { title: '框架协议', description: 'Framework agreement.' },
        DIRECT: { title: '直接委托', description: 'Below the threshold.' },
      },
    }),
    supplier: line({
      title: '承接主体',
      description: 'Who provides it. Null until it is awarded.',
      max: 100,
      searched: true,
    }),
    supplierUscc: uscc({
      title: '承接主体统一社会信用代码',
      description: 'USCC of the provider. Null until it is awarded.',
      searched: true,
    }),
    contractNumber: line({
      title: '合同编号',
      description: 'Number of the contract. Null until signed.',
      max: 60,
    }),
    contractAmount: money({
      title: '合同金额',
      description: 'Amount of the contract. Null until signed.',
    }),
    signedOn: date({ title: '合同签订日期', description: 'When it was signed. Null until then.' }),
    serviceFrom: date({ title: '服务开始日期', description: 'First day. Null until agreed.' }),
    serviceTo: date({ title: '服务结束日期', description: 'Last day. Null until agreed.' }),
    performance: text({
      title: '绩效评价结果',
      description: 'How well it was done. Null until evaluated.',
      max: 3000,
      searched: true,
    }),
    score: decimal({
      title: '绩效得分',
      description: 'Score. Null when not scored.',
      unit: '分',
      places: 2,
      max: 10_000,
    }),
  },
  rules: [
    needed({
      name: 'a catalogue has its entries',
      when: ({ procurementType }) => procurementType === 'CATALOGUE',
      fields: { catalogue: '请填写目录' },
    }),
    needed({
      name: 'a purchase tells what, by whom and with what budget',
      basis: '政府信息公开条例20(9)',
      when: ({ procurementType }) =>
        procurementType === 'PURCHASE' || procurementType === 'PARTNERSHIP',
      fields: {
        projectName: '缺少项目名称',
        purchaser: '缺少购买主体',
        content: '缺少服务内容',
        budget: '缺少预算金额',
      },
    }),
    inOrder('serviceFrom', 'serviceTo', '服务结束日期不得早于开始日期'),
  ],
})
