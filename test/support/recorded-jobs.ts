import type { Jobs } from '../../src/platform/jobs.ts'
import type { Reaction } from '../../src/platform/reaction.ts'

/** Lets modules react, and keeps events as the job queue does: in the transaction, so that they are gone when it is. */
export function recordedJobs(reactions: readonly Reaction[]): Jobs {
  return {
    async emit(tx, event, now) {
      for (const reaction of reactions) {
        if (reaction.on.includes(event.name)) await reaction.react(tx, event, now)
      }
      const { name, data } = event
      await tx.$executeRaw`INSERT INTO emitted (name, data) VALUES (${name}, ${data}::jsonb)`
    },
  }
}
