import type { JobDefinition } from '../../platform/jobs.ts'
import type { Platform } from '../../platform/platform.ts'
import { forgetIdleCitizens } from './commands/forget-idle-citizens.ts'
import type { WechatDesk } from './wechat-desk.ts'
import type { WechatClient } from './wechat-ports.ts'
import { wechatTokens } from './wechat-token.ts'

/** Everything about the mini-program on this server. */
export interface WechatService {
  readonly desk: WechatDesk
  readonly jobs: readonly JobDefinition[]
}

/** Puts together what serves citizens of the mini-program, and what is done from time to time. */
export function wechatService(platform: Platform, client: WechatClient): WechatService {
  return {
    desk: { platform, client, tokens: wechatTokens(platform, client) },
    jobs: [
      { queue: 'wechat.forget', cron: '30 3 * * *', handle: () => forgetIdleCitizens(platform) },
    ],
  }
}
