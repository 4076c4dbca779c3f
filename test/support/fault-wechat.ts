import { wechatClient } from '../../src/integrations/wechat/client.ts'
import { wechatService } from '../../src/modules/channel/wechat-handlers.ts'
import type { DeliveryStage } from './deliveries.ts'
import type { FaultGateway, FaultStage, Subject } from './fault-subjects.ts'
import { APP, openWechatPlatform } from './wechat-platform.ts'

const TEMPLATE = { id: 'news', kinds: [], longTerm: false, fields: { thing1: 'title' } }
const ANSWER_MS = 500

export function openWechat(endpoint: string, { platform }: FaultStage): FaultGateway {
  const { id: appId, secret } = APP
  const client = wechatClient({ endpoint, appId, secret, timeoutMs: ANSWER_MS })
  const page = 'pages/record/record?indexNumber={indexNumber}'
  return wechatService(platform, client, { templates: [TEMPLATE], page, ratePerSecond: 10_000 })
    .deliveries
}

/** Readers who have agreed to one message each, and to no second one. */
async function readers(stage: DeliveryStage, count: number): Promise<string[]> {
  const openids = Array.from({ length: count }, (_, index) => `o_reader${index}`)
  for (const address of openids) {
    const receiver = await stage.subscriber({ channel: 'WECHAT', address })
    await stage.sql(
      `WITH u AS (INSERT INTO wechat_user (id, openid_hash, sealed_openid, created_at)
                  VALUES (gen_random_uuid(), $1, 'sealed', now()) RETURNING id)
       INSERT INTO wechat_consent (id, user_id, template_id, standing, tap_id, accepted_at)
       SELECT gen_random_uuid(), id, 'news', false, 'tap', now() FROM u`,
      [receiver],
    )
  }
  return openids
}

export const wechatSubject: Subject = {
  name: 'wechat',
  channel: 'WECHAT',
  receipts: false,
  end: 'SENT',
  unknown: 'NEVER',
  refusal: 'WECHAT_-1',
  async start() {
    const platform = await openWechatPlatform()
    return {
      url: platform.url,
      receivers: readers,
      got: () => platform.sent.map(({ touser }) => touser),
      silent: () => platform.always('send', 'DONE, HANG'),
      refuse: () => platform.always('send', -1),
      recover: () => platform.always('send', null),
      close: () => platform.close(),
    }
  },
}
