import { address, section, setting, withoutSlash } from './section.ts'

/** Where the public finds records from a text. */
export const linksSection = section({
  settings: {
    SHORT_LINK_URL: setting({
      meaning: '短信中短链接的前缀，指向本服务的 /s',
      fallback: 'http://127.0.0.1:4000/s',
      schema: address(/^https?$/, '应为 http:// 或 https:// 开头的地址').transform(withoutSlash),
    }),
  },
  read: (values) => ({
    /** Before the slash and the code. */
    short: values.SHORT_LINK_URL,
  }),
})
