import { address, section, setting, withoutSlash } from './section.ts'

/** Where the public meets what is published. */
export const siteSection = section({
  settings: {
    SITE_URL: setting({
      meaning: '网站的地址，用于页面、订阅源、站点地图和二维码中的链接',
      shown: 'https:// 加种子数据中的网站域名',
      schema: address(/^https?$/, '应为 http:// 或 https:// 开头的地址').transform(withoutSlash),
    }),
  },
  read: (values) => ({
    /** Without a slash at the end. Absent: the domain of the county's seed. */
    url: values.SITE_URL,
  }),
})
