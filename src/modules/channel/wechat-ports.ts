/** What came of a request to the WeChat platform. */
export type WechatAnswer<T> =
  | { readonly ok: T }
  /** It refused, with its own number for the reason. */
  | { readonly errcode: number }
  /** Nobody was reached: surely not taken. */
  | { readonly failed: 'UNREACHED' }
  /** It may have been taken: no answer in time, a broken connection, or an answer of another shape. */
  | { readonly failed: 'TIMEOUT' | 'BROKEN' | 'WRONG_SHAPE' }

/** What the platform lets itself be called with for a while. Never logged. */
export interface AccessToken {
  readonly token: string
  readonly seconds: number
}

/** A phone that its owner let the mini-program have. */
export interface WechatPhone {
  /** Without the country's code. */
  readonly number: string
  readonly countryCode: string
  /** The app that it was given to. */
  readonly appId: string
}

/** What the platform thinks of a text: fit for everyone, to be looked at by a person, or not to be shown. */
export type Judgement = 'pass' | 'review' | 'risky'

export interface JudgedText {
  readonly openid: string
  readonly text: string
  /** 1: what somebody says of themselves; 2: a comment; 3: a forum; 4: a diary. */
  readonly scene: 1 | 2 | 3 | 4
}

/** A subscription message, whose texts fit their fields. */
export interface WechatMessage {
  readonly openid: string
  readonly templateId: string
  /** Of the mini-program, with its query. */
  readonly page: string
  /** By field of the template: `thing1`. */
  readonly values: Readonly<Record<string, string>>
}

/** A template of subscription messages that the platform has approved for the mini-program. */
export interface WechatTemplate {
  readonly id: string
  /** Records of these kinds are told by it; of none: all for which there is no other. */
  readonly kinds: readonly string[]
  /** Whoever agrees to it agrees for good (长期订阅); else to one message. */
  readonly longTerm: boolean
  /** By field (`thing1`) the variable whose value stands in it. */
  readonly fields: Readonly<Record<string, string>>
}

/** The platform's server API. Each method asks once; none throws for what the network does. */
export interface WechatClient {
  readonly appId: string
  /** Whose a code of `wx.login` is. The session key that comes along is dropped where it arrives. */
  openidOf(code: string): Promise<WechatAnswer<string>>
  /** The token in force or, when forced, a new one, which ends the other. */
  accessToken(force: boolean): Promise<WechatAnswer<AccessToken>>
  phoneOf(token: string, code: string): Promise<WechatAnswer<WechatPhone>>
  judge(token: string, text: JudgedText): Promise<WechatAnswer<Judgement>>
  /** Its own name for the message, where it gives one. */
  send(token: string, message: WechatMessage): Promise<WechatAnswer<string | null>>
}
