import type { Transaction } from '../../platform/db/client.ts'

/** A receiver wants no more: what they were still owed is skipped. */
export async function skipPlanned(tx: Transaction, receiverId: string): Promise<void> {
  await tx.delivery.updateMany({
    where: { receiverId, state: 'PLANNED' },
    data: { state: 'SKIPPED', skipReason: 'UNSUBSCRIBED', dueAt: null },
  })
}

/** Forgets where a receiver is reached: nothing but the number of their deliveries is left. */
export async function forgetReceiver(tx: Transaction, id: string, now: Date): Promise<void> {
  await skipPlanned(tx, id)
  await tx.receiver.update({
    where: { id },
    data: { sealedAddress: null, addressHash: null, personHash: null, forgottenAt: now },
  })
}
