import { afterEach, expect, test, vi } from 'vitest'
import { openSmppCentre, PASSWORD } from '../../../test/support/smpp-centre.ts'
import { KEY, openProvider, readers } from '../../../test/support/sms-provider.ts'
import { systemClock } from '../../platform/clock.ts'
import { parseConfig } from '../../platform/config.ts'
import { createLog } from '../../platform/log.ts'
import { smsGateway } from './gateway.ts'

const message = {
  id: 'd1',
  receiver: '13900000000',
  text: '【喀左政务公开】回复内容',
  template: { name: 'ANSWER' as const, text: '回复内容' },
}
const PROVIDER = {
  SMS_KEY_ID: KEY.id,
  SMS_KEY_SECRET: KEY.secret,
  SMS_TEMPLATE: 'T1',
  SMS_ANSWER_TEMPLATE: 'T2',
  SHORT_LINK_URL: 'https://gk.example/s',
}

const lines: string[] = []
const closing: (() => Promise<void>)[] = []

afterEach(async () => {
  lines.length = 0
  for (const close of closing.splice(0).toReversed()) await close()
})

function openGateway(env: Readonly<Record<string, string>>) {
  const log = createLog({ level: 'info', format: 'json', write: (line) => lines.push(line) })
  const gateway = smsGateway(parseConfig(env), '喀左政务公开', systemClock, log)
  closing.push(() => gateway.close())
  gateway.start({ receipt: () => Promise.resolve(), text: () => Promise.resolve() })
  return gateway
}

async function open<T extends { close(): Promise<void> }>(opening: Promise<T>): Promise<T> {
  const opened = await opening
  closing.push(() => opened.close())
  return opened
}

test('smpp: a text reaches the centre that the settings name', async () => {
  const centre = await open(openSmppCentre())
  const gateway = openGateway({
    SMS_GATEWAY: 'smpp',
    SMPP_URL: `smpp://127.0.0.1:${centre.port}`,
    SMPP_SYSTEM_ID: 'kazuo',
    SMPP_PASSWORD: PASSWORD,
    SMS_SOURCE: '10690421',
    SMS_RATE: '30',
    SHORT_LINK_URL: 'https://gk.example/s',
  })
  await vi.waitFor(async () =>
    expect(await gateway.send(message)).toMatchObject({ outcome: 'SENT' }),
  )
  expect(centre.inbox).toEqual([{ to: message.receiver, text: message.text }])
  expect([gateway.ratePerSecond, gateway.window]).toEqual([30, 10])
})

test('aliyun: the answer template is asked for under the county’s signature', async () => {
  const { endpoint, asked } = await open(openProvider(readers.aliyun))
  await openGateway({ SMS_GATEWAY: 'aliyun', SMS_ENDPOINT: endpoint, ...PROVIDER }).send(message)
  expect(asked).toMatchObject([
    {
      fault: null,
      parameters: {
        SignName: '喀左政务公开',
        TemplateCode: 'T2',
        TemplateParam: '{"text":"回复内容"}',
      },
    },
  ])
})

test('tencent: the same', async () => {
  const { endpoint, asked } = await open(openProvider(readers.tencent))
  const own = { SMS_GATEWAY: 'tencent', SMS_ENDPOINT: endpoint, SMS_APPLICATION: '14' }
  await openGateway({ ...own, ...PROVIDER }).send(message)
  expect(asked).toMatchObject([
    {
      fault: null,
      parameters: { SignName: '喀左政务公开', TemplateId: 'T2', TemplateParamSet: ['回复内容'] },
    },
  ])
})

test('none: developers see the text, nobody sees the number, and production sends nothing', async () => {
  const sent = { outcome: 'SENT', reference: null }
  expect(await openGateway({ NODE_ENV: 'development' }).send(message)).toEqual(sent)
  expect(lines.join('')).toContain('回复内容')
  lines.length = 0
  const refused = { outcome: 'FAILED', code: 'NO_GATEWAY', permanent: true }
  expect(await openGateway({ NODE_ENV: 'production' }).send(message)).toEqual(refused)
  expect(lines).toHaveLength(1)
  expect(lines[0]).toContain('"characters":12')
  expect(lines.join('')).not.toMatch(/回复内容|13900000000/)
})
