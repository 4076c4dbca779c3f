import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { randomPassword } from './modules/identity/password.ts'
import type { Config } from './platform/config.ts'
import type { Platform } from './platform/platform.ts'
import { applyCounty, type OnStep } from './seed/apply-county.ts'
import { seedDemo } from './seed/demo-accounts.ts'
import { type CountySeed, loadCounty } from './seed/load-county.ts'
import { seedRecords } from './seed/seed-records.ts'
import { seedReforms } from './seed/seed-reforms.ts'

const SEEDS = fileURLToPath(new URL('../seeds', import.meta.url))

/** What seeding did, as far as it must be told. */
export interface Seeded {
  readonly countyChanged: boolean
  /** Demo accounts that were opened now; null when the county has none. */
  readonly demoAccounts: number | null
  /** Their password when it was made up now: to be shown, this once. */
  readonly newPassword: string | null
}

/** The configured county's files, checked. */
export function countySeed({ county }: Pick<Config, 'county'>): CountySeed {
  return loadCounty(join(SEEDS, county))
}

/** Brings the database to what the county's files say; repeating it changes nothing. */
export async function seedCounty(
  platform: Platform,
  seed: CountySeed,
  { demo, password }: Config['seed'],
  onStep: OnStep,
): Promise<Seeded> {
  const { changed: countyChanged } = await applyCounty(platform, seed, onStep)
  if (!demo) {
    await seedReforms(platform, seed, onStep)
    return { countyChanged, demoAccounts: null, newPassword: null }
  }

  const chosen = password ?? randomPassword()
  const { created } = await seedDemo(platform, seed, chosen)
  const newPassword = created > 0 && password === undefined ? chosen : null
  // Told at once: should the start be cut short, nobody could sign in with these accounts.
  const told = newPassword === null ? '' : `，口令：${newPassword}`
  if (created > 0) onStep(`已建立 ${created} 个演示账号${told}`)
  // The demo records are signed by the demo accounts.
  await seedRecords(platform, seed, onStep)
  // What the plan's organizations published is theirs before they are reformed.
  await seedReforms(platform, seed, onStep)
  return { countyChanged, demoAccounts: created, newPassword }
}
