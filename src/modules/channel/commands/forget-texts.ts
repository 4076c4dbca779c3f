import type { Platform } from '../../../platform/platform.ts'
import { CLOCKS_APART_MS } from '../sms-call.ts'

/** As long as a gateway could bring a text again, and somebody ask what became of it. */
const KEPT_MS = 30 * 86_400_000

/** Deletes what was kept of texts, and nonces whose calls would be stale. */
export async function forgetTexts({ database, clock }: Platform): Promise<void> {
  const now = clock.now().getTime()
  const kept = new Date(now - KEPT_MS)
  await database.smsInbound.deleteMany({ where: { receivedAt: { lt: kept } } })
  const stale = new Date(now - 2 * CLOCKS_APART_MS)
  await database.smsNonce.deleteMany({ where: { usedAt: { lt: stale } } })
}
