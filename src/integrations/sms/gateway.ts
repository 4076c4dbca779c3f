import type { SmsGateway } from '../../modules/channel/sms-ports.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Config } from '../../platform/config.ts'
import type { Logger } from '../../platform/log.ts'
import { aliyunGateway } from './aliyun.ts'
import { consoleGateway } from './console.ts'
import { smppGateway } from './smpp-gateway.ts'
import { tencentGateway } from './tencent.ts'

/** The gateway that the settings name. It connects to nobody until it is started. */
export function smsGateway(
  { sms: { gateway, ratePerSecond }, environment }: Pick<Config, 'sms' | 'environment'>,
  signature: string,
  clock: Clock,
  log: Logger,
): SmsGateway {
  switch (gateway.kind) {
    case 'console':
      return consoleGateway(environment, ratePerSecond, log)
    case 'smpp':
      return smppGateway({ ...gateway, ratePerSecond }, log)
    case 'aliyun':
      return aliyunGateway({ ...gateway, signature, ratePerSecond }, clock)
    case 'tencent':
      return tencentGateway({ ...gateway, signature, ratePerSecond }, clock)
  }
}
