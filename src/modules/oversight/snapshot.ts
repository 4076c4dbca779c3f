import type { Transaction } from '../../platform/db/client.ts'
import { appendCheckpoint } from './checkpoint.ts'
import type { Proof } from './proof.ts'
import { seal } from './seal.ts'

const ATTEMPTS = 10

/** Reading the whole ledger of a county may take a while. */
const LONGEST_MS = 12 * 60 * 60 * 1000

/** One unchanging view of the database. */
export interface Snapshot {
  readonly tx: Transaction
  /** Whether everything that was committed is in the ledger, so that nothing in it lacks its counterpart. */
  readonly isWhole: boolean
}

/** Seals, signs a checkpoint, and reads the database as it then stands; waits for a moment between two commands. */
export async function withSnapshot<T>(
  proof: Proof,
  use: (snapshot: Snapshot) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    await seal(proof)
    await appendCheckpoint(proof, { now: true })
    const result = await proof.platform.database.$transaction(
      async (tx) => {
        // A checkpoint itself is noted once it is signed, for the next time.
        const isWhole =
          (await tx.proofPending.count({ where: { kind: { not: 'CHECKPOINT' } } })) === 0
        return isWhole || attempt === ATTEMPTS ? { value: await use({ tx, isWhole }) } : null
      },
      { isolationLevel: 'RepeatableRead', timeout: LONGEST_MS },
    )
    if (result) return result.value
  }
}
