import { aliyunGateway } from '../../src/integrations/sms/aliyun.ts'
import { smppGateway } from '../../src/integrations/sms/smpp-gateway.ts'
import { smsDeliveries } from '../../src/modules/channel/sms-delivery.ts'
import type { SmsGateway } from '../../src/modules/channel/sms-ports.ts'
import { createLog } from '../../src/platform/log.ts'
import type { DeliveryStage } from './deliveries.ts'
import type { FaultGateway, FaultStage, Subject } from './fault-subjects.ts'
import { openSmppCentre, PASSWORD } from './smpp-centre.ts'
import { KEY, openProvider, readers } from './sms-provider.ts'

const FORM = { signature: '喀左政务公开', template: '{line} 详情 {link}', optOut: '拒收请回复R' }
const FAST = 10_000
const ANSWER_MS = 500
/** More refusals than a test asks for. */
const MANY = 500
const THROTTLED = 0x58

/** Telephones that have subscribed; gives back their numbers. */
async function telephones(stage: DeliveryStage, count: number): Promise<string[]> {
  const numbers = Array.from({ length: count }, (_, index) => `139000000${10 + index}`)
  for (const address of numbers) await stage.subscriber({ address })
  return numbers
}

function deliveriesOver(gateway: SmsGateway, { publicPool }: FaultStage) {
  return smsDeliveries({ gateway, form: FORM, links: 'https://gk.example/s', publicPool })
}

/** Bound to the centre when it is given back. */
export async function openSmpp(url: string, stage: FaultStage): Promise<FaultGateway> {
  const bound = Promise.withResolvers<void>()
  const write = (line: string) => {
    if (line.includes('已登录短信中心')) bound.resolve()
  }
  const log = createLog({ level: 'info', format: 'json', write })
  const gateway = smppGateway(
    {
      centre: {
        host: '127.0.0.1',
        port: Number(new URL(url).port),
        tls: false,
        systemId: 'kazuo',
        password: PASSWORD,
        systemType: '',
      },
      source: '10690421',
      ratePerSecond: FAST,
      window: 10,
    },
    log,
    { answer: ANSWER_MS, enquiry: 60_000, pause: 20, longestPause: 5_000 },
  )
  const deliveries = deliveriesOver(gateway, stage)
  gateway.start({
    receipt: (receipt) => deliveries.receipt(receipt),
    text: () => Promise.resolve(),
  })
  await bound.promise
  return deliveries
}

export const smppSubject: Subject = {
  name: 'smpp',
  channel: 'SMS',
  receipts: true,
  end: 'SENT',
  // A receipt could tell, had the centre ever told us its name for the message.
  unknown: 'NEVER',
  refusal: 'ESME_RTHROTTLED',
  async start() {
    const centre = await openSmppCentre()
    return {
      url: `smpp://127.0.0.1:${centre.port}`,
      receivers: telephones,
      got: () => centre.inbox.map(({ to }) => to),
      async receipts() {
        for (const id of centre.ids) await centre.receipt(id, 'DELIVRD')
      },
      silent: () => centre.behave(...Array.from({ length: MANY }, () => 'take silently' as const)),
      refuse: () => centre.behave(...Array.from({ length: MANY }, () => ({ status: THROTTLED }))),
      recover: () => centre.behaveWell(),
      close: () => centre.close(),
    }
  },
}

export function openAliyun(url: string, stage: FaultStage): FaultGateway {
  const options = {
    endpoint: url,
    key: KEY,
    signature: FORM.signature,
    templates: { RECORD: 'SMS_1001', ANSWER: 'SMS_1002' },
    ratePerSecond: FAST,
  }
  const gateway = aliyunGateway(options, stage.platform.clock, ANSWER_MS)
  const deliveries = deliveriesOver(gateway, stage)
  return {
    ...deliveries,
    arrived: (reference) =>
      deliveries.receipt({ id: null, reference, outcome: 'DELIVERED', code: 'DELIVERED' }),
  }
}

export const aliyunSubject: Subject = {
  name: 'http sms',
  channel: 'SMS',
  receipts: true,
  end: 'SENT',
  unknown: 'ASKED',
  refusal: 'isv.OUT_OF_SERVICE',
  async start() {
    const taken: { readonly to: string; readonly id: string }[] = []
    let manner: 'take' | 'silent' | 'refuse' = 'take'
    const provider = await openProvider(readers.aliyun)
    const detailsOf = (id: string) => ({ OutId: id, SendStatus: 1 })
    provider.answerBy(({ action, parameters, fault }) => {
      if (fault !== null) return { Code: fault }
      if (action === 'QuerySendDetails') {
        const details = taken.filter(({ to }) => to === parameters['PhoneNumber'])
        const list = details.map(({ id }) => detailsOf(id))
        return { Code: 'OK', SmsSendDetailDTOs: { SmsSendDetailDTO: list } }
      }
      if (manner === 'refuse') return { Code: 'isv.OUT_OF_SERVICE' }
      const id = String(parameters['OutId'])
      taken.push({ to: String(parameters['PhoneNumbers']), id })
      return manner === 'silent' ? 'HANG' : { Code: 'OK', BizId: `biz-${id}` }
    })
    return {
      url: provider.endpoint,
      receivers: telephones,
      got: () => taken.map(({ to }) => to),
      async receipts(gateway) {
        for (const { id } of taken) await gateway.arrived?.(`biz-${id}`)
      },
      silent() {
        manner = 'silent'
      },
      refuse() {
        manner = 'refuse'
      },
      recover() {
        manner = 'take'
      },
      close: () => provider.close(),
    }
  },
}
