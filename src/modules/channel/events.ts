import type { DomainEvent } from '../../platform/jobs.ts'

/** The office has asked for a delivery once more. */
export const DELIVERY_REPLAYED = 'delivery.replayed'

/** Tells which. */
export function deliveryReplayed(deliveryId: string): DomainEvent {
  return { name: DELIVERY_REPLAYED, data: { deliveryId } }
}
