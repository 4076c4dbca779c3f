import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterEach, expect, test } from 'vitest'
import { smtpMailer } from './smtp.ts'

interface Received {
  readonly from: string
  readonly to: readonly string[]
  readonly text: string
}

const servers: SMTPServer[] = []

afterEach(async () => {
  await Promise.all(
    servers.splice(0).map((server) => new Promise<void>((done) => server.close(() => done()))),
  )
})

/** A mail server of the test's own, and what it has received. */
async function mailServer(refuses = false): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (_address, _session, done) => done(refuses ? new Error('no such mailbox') : null),
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        received.push({
          from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
          to: envelope.rcptTo.map(({ address }) => address),
          text: Buffer.concat(chunks).toString(),
        })
        done()
      })
    },
  })
  servers.push(server)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.server.address() as AddressInfo
  return { url: `smtp://127.0.0.1:${port}`, received }
}

/** The text of a message with one part in base64 or quoted-printable. */
function bodyOf(message: string): string {
  const [, body = ''] = message.split('\r\n\r\n')
  return Buffer.from(body, 'base64').toString()
}

test('is a mail taken by a real server, with a neutral line and the link?', async () => {
  const { url, received } = await mailServer()
  const mailer = smtpMailer({ url, from: 'gk@example.org', link: 'https://gk.example.org' })
  await mailer.send({ to: 'a@example.org', count: 3 })
  expect(received).toMatchObject([{ from: 'gk@example.org', to: ['a@example.org'] }])
  const text = bodyOf(received[0]?.text ?? '')
  expect(text.split('\n').map((line) => line.trim())).toEqual([
    '您在政务公开系统中有 3 项新的提醒，请登录查看。',
    'https://gk.example.org',
  ])
})

test('is it an error when the server does not take it, or is not there?', async () => {
  const { url } = await mailServer(true)
  const options = { from: 'gk@example.org', link: null }
  const mail = { to: 'a@example.org', count: 1 }
  await expect(smtpMailer({ url, ...options }).send(mail)).rejects.toThrow('no such mailbox')
  const nowhere = smtpMailer({ url: 'smtp://127.0.0.1:1', ...options })
  await expect(nowhere.send(mail)).rejects.toThrow('ECONNREFUSED')
})
