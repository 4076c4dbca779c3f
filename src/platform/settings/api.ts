import { oneOf, section, setting, text } from './section.ts'

const seconds = text.regex(/^\d{1,5}$/, '应为非负整数').transform(Number)

/** How the API is open to callers who do not say who they are, and how long their answers are kept. */
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
    STORED_RESPONSES_MB: setting({
      meaning: '内存中保存公开回答的上限，单位 MB；0 表示不保存',
      fallback: '64',
      schema: text.regex(/^\d{1,5}$/, '应为非负整数').transform(Number),
    }),
    STORED_SECONDS: setting({
      meaning: '公开回答在内存中至多保存的秒数；内容一有变动即作废，与此无关',
      fallback: '300',
      schema: seconds,
    }),
    BROWSER_MAX_AGE: setting({
      meaning: '浏览器可不经询问使用公开回答的秒数；撤回的信息至多晚这么久消失',
      fallback: '0',
      schema: seconds,
    }),
    CDN_MAX_AGE: setting({
      meaning: 'CDN 可不经询问使用公开回答的秒数；CDN 按 Surrogate-Key 清除时可加大',
      fallback: '10',
      schema: seconds,
    }),
  },
  read: (values) => ({
    stored: {
      bytes: values.STORED_RESPONSES_MB * 1024 * 1024,
      seconds: values.STORED_SECONDS,
      browserSeconds: values.BROWSER_MAX_AGE,
      cdnSeconds: values.CDN_MAX_AGE,
    },
    adHoc: { open: values.AD_HOC_QUERIES === 'open', pointsPerMinute: values.AD_HOC_POINTS },
  }),
})
