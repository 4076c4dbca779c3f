import { address, section, setting, text, withoutSlash } from './section.ts'

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
  },
  conflicts: (given) => {
    const [id, secret] = [given('WECHAT_APP_ID'), given('WECHAT_APP_SECRET')]
    if ((id === undefined) === (secret === undefined)) return []
    return ['WECHAT_APP_SECRET：须与 WECHAT_APP_ID 同时设置']
  },
  read: ({ WECHAT_APP_ID: appId, WECHAT_APP_SECRET: secret, WECHAT_ENDPOINT: endpoint }) => ({
    /** Absent: the channel is off. */
    app: appId === undefined || secret === undefined ? null : { appId, secret, endpoint },
  }),
})
