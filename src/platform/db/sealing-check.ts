import { SealingKeyError, type Sealer } from '../sealing.ts'
import type { Database } from './client.ts'

const NAME = 'sealing-check'

/** Refuses to run with other keys than the database was filled with: nobody could read the personal data again. */
export async function assertSealingKeys(database: Database, sealer: Sealer): Promise<void> {
  const value = sealer.seal(NAME, NAME)
  const data = { name: NAME, value }
  const kept = await database.installation.upsert({
    where: { name: NAME },
    create: data,
    update: {},
  })
  try {
    sealer.open(kept.value, NAME)
  } catch (error) {
    const message = '个人信息加密密钥与数据库不符：请用 SEALING_KEYS 或数据目录中原来的 sealing.key'
    throw new SealingKeyError(message, { cause: error })
  }
}
