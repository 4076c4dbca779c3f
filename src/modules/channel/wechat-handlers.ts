import type { JobDefinition } from '../../platform/jobs.ts'
import type { Platform } from '../../platform/platform.ts'
import { endConsents } from './commands/end-consents.ts'
import { forgetCitizen } from './commands/forget-citizen.ts'
import { forgetIdleCitizens } from './commands/forget-idle-citizens.ts'
import type { Gateway } from './ports.ts'
import { wechatDeliveries } from './wechat-delivery.ts'
import type { WechatDesk } from './wechat-desk.ts'
import type { WechatClient, WechatTemplate } from './wechat-ports.ts'
import { checkedTemplates } from './wechat-template.ts'
import { wechatTokens } from './wechat-token.ts'

/** Everything about the mini-program on this server. */
export interface WechatService {
  readonly desk: WechatDesk
  /** The way of publications to the mini-program. */
  readonly deliveries: Gateway
  readonly jobs: readonly JobDefinition[]
}

export interface WechatOptions {
  readonly templates: readonly WechatTemplate[]
  /** Page of the mini-program for a record, with `{indexNumber}` in it. */
  readonly page: string
  readonly ratePerSecond: number
}

/** Puts together what serves citizens of the mini-program, what tells them, and what is done from time to time. */
export function wechatService(
  platform: Platform,
  client: WechatClient,
  { page, ratePerSecond, ...options }: WechatOptions,
): WechatService {
  const templates = checkedTemplates(options.templates)
  const desk = { platform, client, tokens: wechatTokens(platform, client), templates }
  return {
    desk,
    deliveries: wechatDeliveries(desk, {
      page,
      ratePerSecond,
      refused: (openid, templateId) => endConsents(platform, openid, templateId),
      gone: (openid) => forgetCitizen(platform, openid),
    }),
    jobs: [
      { queue: 'wechat.forget', cron: '30 3 * * *', handle: () => forgetIdleCitizens(platform) },
    ],
  }
}
