import type { Digest } from '../model.ts'
import { assertDecent } from '../wechat-check.ts'
import type { WechatDesk } from '../wechat-desk.ts'
import type { Citizen } from '../wechat-session.ts'
import { subscribe, type Subscribed } from './subscribe.ts'

/** What a citizen asks to be told of in the mini-program, as it came. */
export interface SubscribeCitizenInput {
  readonly areaCode?: string | null
  readonly itemCode?: string | null
  readonly organizationCode?: string | null
  readonly kind?: string | null
  readonly words?: string[]
  readonly digest?: Digest
  /** The words under which they agreed. */
  readonly consentText: string
}

/** A citizen subscribes in the mini-program. Words of their own are looked at first. */
export async function subscribeCitizen(
  desk: WechatDesk,
  { openid, phone }: Citizen,
  { digest, consentText, ...scope }: SubscribeCitizenInput,
): Promise<Subscribed> {
  const words = scope.words ?? []
  if (words.length > 0) {
    await assertDecent(desk, 'words', { openid, text: words.join(' '), scene: 1 })
  }
  return subscribe(desk.platform, {
    channel: 'WECHAT',
    address: openid,
    phone,
    scope,
    ...(digest && { digest }),
    consent: { text: consentText, way: 'WECHAT' },
  })
}
