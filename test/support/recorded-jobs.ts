import type { Jobs } from '../../src/platform/jobs.ts'
import { type Reaction, reactTo } from '../../src/platform/reaction.ts'

/** Lets modules react, and keeps events as the job queue does: in the transaction, so that they are gone when it is. */
export function recordedJobs(reactions: readonly Reaction[]): Jobs {
  return {
    async emit(tx, events, now) {
      await reactTo(reactions, tx, events, now)
      for (const { name, data } of events) {
        await tx.$executeRaw`INSERT INTO emitted (name, data) VALUES (${name}, ${data}::jsonb)`
      }
    },
  }
}
