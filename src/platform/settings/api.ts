import { oneOf, section, setting, text } from './section.ts'

/** How the API is open to callers who do not say who they are. */
export const apiSection = section({
  settings: {
    AD_HOC_QUERIES: setting({
      meaning:
        '未登录者自拟的 GraphQL 查询：open 开放（有规模和频次限制），closed 只接受已登记的查询',
      fallback: 'open',
      schema: oneOf(['open', 'closed']),
    }),
    AD_HOC_POINTS: setting({
      meaning: '同一地址每分钟自拟查询的规模总和上限（见回答中的 extensions.cost）；0 表示不限',
      fallback: '60000',
      schema: text.regex(/^\d{1,9}$/, '应为非负整数').transform(Number),
    }),
  },
  read: (values) => ({
    adHoc: { open: values.AD_HOC_QUERIES === 'open', pointsPerMinute: values.AD_HOC_POINTS },
  }),
})
