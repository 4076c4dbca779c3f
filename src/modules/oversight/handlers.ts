import type { JobDefinition } from '../../platform/jobs.ts'
import { PUBLICATION_CHANGED } from '../publication/events.ts'
import type { Proof } from './proof.ts'
import { seal } from './seal.ts'

/** Jobs of this module: what was committed goes into the ledger, publications at once, all else every minute. */
export function oversightJobs(proof: Proof): JobDefinition[] {
  return [
    {
      queue: 'oversight.seal',
      on: [PUBLICATION_CHANGED],
      cron: '* * * * *',
      batch: 100,
      // The next minute brings the next one.
      retryLimit: 0,
      async handle() {
        await seal(proof)
      },
    },
  ]
}
