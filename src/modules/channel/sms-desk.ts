import type { PublicPool } from '../../platform/db/pool.ts'
import type { Platform } from '../../platform/platform.ts'
import type { SearchService } from '../search/ports.ts'
import type { SmsGateway, SmsWording } from './sms-ports.ts'

/** What texts are answered with. */
export interface SmsDesk extends SmsWording {
  readonly platform: Platform
  readonly publicPool: PublicPool
  readonly search: SearchService
  readonly gateway: SmsGateway
}

/** The gateway could not take an answer; the text that it is about may be brought again after so many seconds. */
export class SmsDeferredError extends Error {
  readonly seconds: number

  constructor(seconds: number, code: string) {
    super(`the answer to a text has to wait: ${code}`)
    this.name = 'SmsDeferredError'
    this.seconds = seconds
  }
}
