import { z } from 'zod'
import { address, section, setting } from './section.ts'

/** Mail to staff; none is sent where it is not set. */
export const mailSection = section({
  settings: {
    SMTP_URL: setting({
      meaning: '发送邮件提醒的 SMTP 服务器，如 smtps://用户:密码@主机:465；不设则不发邮件',
      secret: true,
      schema: address(/^smtps?$/, '应为 smtp:// 或 smtps:// 开头的地址'),
    }),
    MAIL_FROM: setting({
      meaning: '邮件提醒的发件人地址',
      schema: z.email('应为邮箱地址'),
    }),
    MAIL_LINK: setting({
      meaning: '邮件提醒中的登录地址',
      schema: address(/^https?$/, '应为 http:// 或 https:// 开头的地址'),
    }),
  },
  conflicts: (given) =>
    given('SMTP_URL') && !given('MAIL_FROM') ? ['MAIL_FROM：设有 SMTP_URL 时须填写发件人地址'] : [],
  read: ({ SMTP_URL: url, MAIL_FROM: from, MAIL_LINK: link }) =>
    url === undefined || from === undefined ? null : { url, from, link: link ?? null },
})
