import type { Transaction } from './db/client.ts'
import type { DomainEvent } from './jobs.ts'

/** What a module does within the transaction of another module's change; what fails here undoes the change. */
export interface Reaction {
  readonly on: readonly string[]
  /** All events of one command that it is for, in their order: readings come by the hundred. */
  react(tx: Transaction, events: readonly DomainEvent[], now: Date): Promise<void>
}

/** Lets each react to those events that it is for. */
export async function reactTo(
  reactions: readonly Reaction[],
  tx: Transaction,
  events: readonly DomainEvent[],
  now: Date,
): Promise<void> {
  for (const reaction of reactions) {
    const own = events.filter(({ name }) => reaction.on.includes(name))
    if (own.length > 0) await reaction.react(tx, own, now)
  }
}
