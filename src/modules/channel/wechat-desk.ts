import type { Platform } from '../../platform/platform.ts'
import { ForbiddenError, RateLimitedError, ValidationError } from '../../platform/errors.ts'
import type { WechatAnswer, WechatClient, WechatTemplate } from './wechat-ports.ts'
import type { WechatTokens } from './wechat-token.ts'

/** What citizens of the mini-program are served with. */
export interface WechatDesk {
  readonly platform: Platform
  readonly client: WechatClient
  readonly tokens: WechatTokens
  /** Templates of subscription messages that people are asked to agree to. */
  readonly templates: readonly WechatTemplate[]
}

/** The platform cannot be asked now; whoever called may call again after so many seconds. */
export class WechatUnavailableError extends Error {
  readonly code: string
  readonly seconds: number

  constructor(code: string, seconds: number) {
    super('微信接口暂不可用')
    this.name = 'WechatUnavailableError'
    this.code = code
    this.seconds = seconds
  }
}

const AGAIN_SECONDS = 10
const BUSY_SECONDS = 60

/** What was asked for, or the refusal that the caller is told. Nothing of it says what was sent. */
export function granted<T>(
  { platform: { log } }: Pick<WechatDesk, 'platform'>,
  answer: WechatAnswer<T> | { readonly failed: 'NO_TOKEN' },
): T {
  if ('ok' in answer) return answer.ok
  if ('failed' in answer) throw new WechatUnavailableError(answer.failed, AGAIN_SECONDS)
  const { errcode } = answer
  switch (errcode) {
    case 40029:
      throw ValidationError.of('code', 'WECHAT_CODE_INVALID', '微信凭证无效或已过期，请重新获取')
    case 40163:
      throw ValidationError.of('code', 'WECHAT_CODE_USED', '微信凭证已使用过，请重新获取')
    case 40226:
      throw new ForbiddenError('该微信用户被微信平台限制登录', 'WECHAT_USER_BLOCKED')
    case 40003:
      throw ValidationError.of('', 'WECHAT_WRONG_APP', '不是本小程序的用户')
    case 45011:
    case 45009:
      throw new RateLimitedError(BUSY_SECONDS)
    case 61010:
      throw ValidationError.of('', 'WECHAT_VISIT_OVER', '请重新打开小程序后再提交')
    case -1:
      throw new WechatUnavailableError('BUSY', AGAIN_SECONDS)
    default:
      // The app's own settings are wrong, or the platform has a rule that we do not know.
      log.error({ errcode }, '微信接口拒绝了请求')
      throw new WechatUnavailableError(`ERRCODE_${errcode}`, BUSY_SECONDS)
  }
}
