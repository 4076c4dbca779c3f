import { z } from 'zod'
import { address, section, setting, text, withoutSlash } from './section.ts'

/** The shape of it; what the names in it mean is known to the module that sends. */
const templates = z
  .array(
    z.strictObject({
      id: z.string().regex(/^[\w-]{1,64}$/),
      kinds: z.array(z.string()).default([]),
      longTerm: z.boolean().default(false),
      fields: z.record(z.string(), z.string()),
    }),
    '应为模板的 JSON 数组',
  )
  .max(50)

/** The mini-program. */
export const wechatSection = section({
  settings: {
    WECHAT_APP_ID: setting({
      meaning: '微信小程序的 AppID；不设则不接入微信',
      schema: text.regex(/^wx[\da-f]{16}$/, '应为 wx 加 16 位小写十六进制数字'),
    }),
    WECHAT_APP_SECRET: setting({
      meaning: '微信小程序的 AppSecret',
      secret: true,
      schema: text.regex(/^[\w-]{16,128}$/, '应为 16 至 128 个字母、数字、下划线或连字符'),
    }),
    WECHAT_ENDPOINT: setting({
      meaning: '微信接口的地址',
      fallback: 'https://api.weixin.qq.com',
      schema: address(/^https?$/, '应为 http:// 或 https:// 开头的地址').transform(withoutSlash),
    }),
    WECHAT_TEMPLATES: setting({
      meaning:
        '订阅消息模板（JSON）：[{"id":"…","kinds":["Warning"],"longTerm":false,"fields":{"thing1":"title"}}]，变量见 docs/WECHAT.md',
      fallback: '[]',
      schema: text.transform(jsonOrNull).pipe(templates),
    }),
    WECHAT_PAGE: setting({
      meaning: '订阅消息打开的小程序页面',
      fallback: 'pages/record/record?indexNumber={indexNumber}',
      schema: text.regex(
        /^[\w/-]{1,200}\?[\w=&-]*\{indexNumber\}$/,
        '应为以 {indexNumber} 结尾的小程序页面路径',
      ),
    }),
    WECHAT_RATE: setting({
      meaning: '每秒至多发送的订阅消息条数',
      fallback: '50',
      schema: text.regex(/^[1-9]\d{0,3}$/, '应为 1 至 9999 的整数').transform(Number),
    }),
  },
  conflicts: (given) => {
    const [id, secret] = [given('WECHAT_APP_ID'), given('WECHAT_APP_SECRET')]
    if ((id === undefined) === (secret === undefined)) return []
    return ['WECHAT_APP_SECRET：须与 WECHAT_APP_ID 同时设置']
  },
  read: ({ WECHAT_APP_ID: appId, WECHAT_APP_SECRET: secret, ...values }) => ({
    /** Null: the channel is off. */
    app:
      appId === undefined || secret === undefined
        ? null
        : { appId, secret, endpoint: values.WECHAT_ENDPOINT },
    templates: values.WECHAT_TEMPLATES,
    page: values.WECHAT_PAGE,
    ratePerSecond: values.WECHAT_RATE,
  }),
})

function jsonOrNull(value: string): unknown {
  try {
    return JSON.parse(value)
  } catch {
    return null
  }
}
