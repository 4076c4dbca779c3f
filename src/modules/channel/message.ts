import type { Digest, Purpose } from './model.ts'

/** One delivery that this server sends now; nobody else does. */
export interface Claimed {
  readonly id: string
  readonly attempt: number
  readonly receiverId: string
  readonly sealedAddress: string | null
  readonly publicationId: string
  /** Of the record. */
  readonly kind: string
  readonly purpose: Purpose
  readonly digest: Digest
  readonly giveUpAt: Date
}

/** One message: a delivery, or all of a digest. */
export type Message = readonly [Claimed, ...Claimed[]]

/** How many messages the deliveries make. */
export function messagesOf(claimed: readonly Claimed[]): Message[] {
  const messages = Map.groupBy(claimed, ({ id, digest, receiverId }) =>
    digest === 'NOW' ? id : `${digest} ${receiverId}`,
  )
  return [...messages.values()] as unknown as Message[]
}
