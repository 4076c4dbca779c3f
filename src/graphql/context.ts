import type { ChannelDesk } from '../modules/channel/ports.ts'
import type { Actor, Client } from '../modules/identity/model.ts'
import type { SmsWording } from '../modules/channel/sms-ports.ts'
import type { WechatTemplate } from '../modules/channel/wechat-ports.ts'
import type { SearchService } from '../modules/search/ports.ts'
import type { Site } from '../modules/site/model.ts'
import type { CountyCache } from '../modules/taxonomy/model.ts'
import type { Clock } from '../platform/clock.ts'
import type { Platform } from '../platform/platform.ts'
import type { PublicPool } from '../platform/db/pool.ts'
import type { CursorSigner } from './cursor.ts'

/** Where a request came from; used for limits and the session list, never logged with content. */
export interface Caller {
  readonly address: string
  readonly userAgent: string | null
}

/** The application's parts that resolvers hand to commands and queries. */
export interface Services {
  readonly platform: Platform
  /** The platform's clock, for the public plane, which has nothing else of it. */
  readonly clock: Clock
  readonly publicPool: PublicPool
  /** Organizations and taxonomy, in memory. */
  readonly county: CountyCache
  readonly cursors: CursorSigner
  readonly search: SearchService
  /** The county's site: its columns and where its pages are. */
  readonly site: Site
  /** How texts to telephones are worded. */
  readonly sms: SmsWording
  /** How endpoints are called. */
  readonly channels: ChannelDesk
  /** Templates of the mini-program's messages; none without a mini-program. */
  readonly wechatTemplates: readonly WechatTemplate[]
}

/** What a resolver knows of its request. */
export interface Context extends Services {
  /** Null when nobody is signed in. */
  readonly actor: Actor | null
  /** The session token that identified the actor. */
  readonly sessionToken: string | null
  /** The front end that identified itself by its secret, if any. */
  readonly client: Client | null
  readonly caller: Caller
  /**
   * The public pool, to read what these tags stand for (publication/read-tags.ts): an answer to the public that was
   * made from tagged reads alone is kept until one of its tags is purged, any other until anything is published.
   */
  readonly readsOf: (...tags: readonly string[]) => PublicPool
  /** Sets or clears the session cookie of the response. */
  setCookie(cookie: string): void
  /** Lets nobody store the answer. */
  readonly keepPrivate: () => void
}
