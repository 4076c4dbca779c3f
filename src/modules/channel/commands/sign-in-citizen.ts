import { sha256 } from '../../../platform/canonical.ts'
import { command } from '../../../platform/command.ts'
import { countCall, networkOf } from '../../identity/limits.ts'
import { addressHash, sealedAddress } from '../sealed.ts'
import { granted, type WechatDesk } from '../wechat-desk.ts'
import { type StartedVisit, startVisit } from '../wechat-session.ts'

/** Whole villages share an address of a mobile operator. */
const BY_ADDRESS = { attempts: 300, seconds: 60 }
const BY_OPENID = { attempts: 20, seconds: 300 }

export interface SignInCitizenInput {
  /** Of `wx.login`; good for one use. */
  readonly code: string
  /** Where the request came from. */
  readonly address: string
}

/** Somebody opens the mini-program: the platform says who they are, and they get a session of ours. */
export async function signInCitizen(
  desk: WechatDesk,
  { code, address }: SignInCitizenInput,
): Promise<StartedVisit> {
  const { platform, client } = desk
  await countCall(platform.database, 'wechat:address', sha256(networkOf(address)), BY_ADDRESS)
  const openid = granted(desk, await client.openidOf(code))
  const openidHash = addressHash(platform.database, openid)
  await countCall(platform.database, 'wechat:openid', openidHash, BY_OPENID)
  return command(platform, async ({ tx, now, audit }) => {
    const user = await tx.wechatUser.upsert({
      where: { openidHash },
      create: { openidHash, sealedOpenid: sealedAddress(tx, openid), createdAt: now },
      update: {},
      select: { id: true },
    })
    audit({ action: 'wechat.signIn', by: null, subjectType: 'WechatUser', subjectId: user.id })
    return startVisit(tx, user.id, now)
  })
}
