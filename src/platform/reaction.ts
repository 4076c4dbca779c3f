import type { Transaction } from './db/client.ts'
import type { DomainEvent } from './jobs.ts'

/** What a module does within the transaction of another module's change; what fails here undoes the change. */
export interface Reaction {
  readonly on: readonly string[]
  react(tx: Transaction, event: DomainEvent, now: Date): Promise<void>
}
