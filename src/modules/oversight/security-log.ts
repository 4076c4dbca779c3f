import type { Platform } from '../../platform/platform.ts'
import type { Refusals, RefusedAttempt } from '../../platform/refusals.ts'

/** Rows a minute: of one address, and of all. A flood is told by its first rows; it may not fill the disk. */
const MOST_OF_ONE = 30
const MOST_OF_ALL = 600

const MINUTE_MS = 60_000

/** Keeps refusals as rows, written apart from the transaction that was refused; addresses as keyed hashes. */
export function securityLog(
  { database, clock, log }: Pick<Platform, 'database' | 'clock' | 'log'>,
  blind: (value: string) => string,
): Refusals {
  let minute = 0
  const counts = new Map<string, number>()
  let all = 0
  let writing: Promise<unknown> = Promise.resolve()

  function isTooMuch(address: string): boolean {
    const now = Math.floor(clock.now().getTime() / MINUTE_MS)
    if (now !== minute) {
      minute = now
      counts.clear()
      all = 0
    }
    const count = (counts.get(address) ?? 0) + 1
    counts.set(address, count)
    all += 1
    return count > MOST_OF_ONE || all > MOST_OF_ALL
  }

  async function write({ address, ...attempt }: RefusedAttempt, at: Date): Promise<void> {
    try {
      await database.securityEvent.create({ data: { ...attempt, at, addressHash: blind(address) } })
    } catch (error) {
      log.error({ err: error }, '未能记入安全日志')
    }
  }

  return {
    note(attempt) {
      if (isTooMuch(attempt.address)) return
      const at = clock.now()
      writing = Promise.all([writing, write(attempt, at)])
    },
    async settled() {
      await writing
    },
  }
}
