import type { JobDefinition } from '../../platform/jobs.ts'
import type { Platform } from '../../platform/platform.ts'
import { PUBLICATION_CHANGED } from '../publication/events.ts'
import { watchAlerts } from './alerts.ts'
import type { Courier } from './courier.ts'
import { DELIVERY_REPLAYED } from './events.ts'

/** Jobs of this module. They are hints: the ledger says what is owed. */
export function deliveryJobs(platform: Platform, courier: Courier): JobDefinition[] {
  return [
    {
      queue: 'channel.wake',
      on: [PUBLICATION_CHANGED, DELIVERY_REPLAYED],
      batch: 50,
      async handle() {
        courier.wake()
        await courier.sweep()
      },
    },
    {
      queue: 'channel.sweep',
      cron: '* * * * *',
      // The next minute brings the next one.
      retryLimit: 0,
      async handle() {
        await courier.sweep()
        await watchAlerts(platform)
      },
    },
  ]
}
