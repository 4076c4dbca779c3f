import { createTransport } from 'nodemailer'
import type { Mailer } from '../../modules/desk/ports.ts'

export interface SmtpOptions {
  /** `smtp://user:password@host:port`, or `smtps://`. */
  readonly url: string
  readonly from: string
  /** Where staff read what is new; null when there is no such address. */
  readonly link: string | null
}

const LIMIT_MS = 20_000

/** Mail by SMTP. The text is the same for everybody: mail passes through many hands. */
export function smtpMailer({ url, from, link }: SmtpOptions): Mailer {
  const limits = { connectionTimeout: LIMIT_MS, greetingTimeout: LIMIT_MS, socketTimeout: LIMIT_MS }
  const transport = createTransport({
    url,
    ...limits,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send({ to, count }) {
      const line = `您在政务公开系统中有 ${count} 项新的提醒，请登录查看。`
      const text = link === null ? line : `${line}\n${link}`
      await transport.sendMail({ from, to, subject: '政务公开系统提醒', text })
    },
  }
}
