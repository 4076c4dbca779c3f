import { setTimeout as pause } from 'node:timers/promises'
import type { Stage } from './stage.ts'

const LOOK_EVERY_MS = 1_000
const CALM_LOOKS = 5

/** Waits until the database is busy with nothing that came before: vacuuming, or jobs that others have begun. */
export async function untilQuiet({ sql }: Pick<Stage, 'sql'>): Promise<void> {
  for (let calm = 0; calm < CALM_LOOKS; calm++) {
    await pause(LOOK_EVERY_MS)
    const [found] = await sql(
      `SELECT count(*)::int AS busy FROM pg_stat_activity
        WHERE pid <> pg_backend_pid() AND (state = 'active' OR backend_type = 'autovacuum worker')`,
    )
    if (Number(found?.['busy']) > 0) calm = -1
  }
}
