import type { Platform } from '../../../platform/platform.ts'

/** Whether a nonce is used for the first time. */
export async function useNonce({ database, clock }: Platform, nonce: string): Promise<boolean> {
  const data = [{ nonce, usedAt: clock.now() }]
  const { count } = await database.smsNonce.createMany({ data, skipDuplicates: true })
  return count === 1
}
