import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { command } from '../../../platform/command.ts'
import type { Platform } from '../../../platform/platform.ts'
import type { FileDesk } from '../ports.ts'

const HOUR_MS = 60 * 60 * 1000
/** Longer than any upload takes: what is older and belongs to nothing was left behind by a process that died. */
const LEFT_BEHIND_MS = HOUR_MS
/** How long an upload may wait for an edition. */
const UNUSED_MS = 7 * 24 * HOUR_MS
const BATCH = 500

/** Removes what no edition has and no posting shows: uploads that were never used, files without a row, and halves of uploads. */
export async function sweepAttachments(platform: Platform, desk: FileDesk): Promise<void> {
  const now = platform.clock.now().getTime()
  await deleteUnused(platform, new Date(now - UNUSED_MS))
  await removeUnknown(platform, desk)
  await removeHalves(desk.folder)
}

/** Serializable, like the command that takes an attachment into a draft: one of the two is then refused or repeated. */
async function deleteUnused(platform: Platform, before: Date): Promise<void> {
  const { database } = platform
  const unused = await database.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM attachment a WHERE created_at < ${before}
       AND NOT EXISTS (SELECT FROM edition e WHERE e.content -> 'attachments' ? a.id::text)
           AND NOT EXISTS (SELECT FROM posting p WHERE p.photo_id = a.id)`
  for (const { id } of unused) {
    await command(platform, async ({ tx, audit }) => {
      await tx.$executeRaw`
        DELETE FROM attachment a WHERE id = ${id}::uuid
           AND NOT EXISTS (SELECT FROM edition e WHERE e.content -> 'attachments' ? a.id::text)
           AND NOT EXISTS (SELECT FROM posting p WHERE p.photo_id = a.id)`
      audit({ action: 'attachment.sweep', by: null, subjectType: 'Attachment', subjectId: id })
    })
  }
}

/** Files of the store that are in no row. */
async function removeUnknown({ database }: Platform, { store }: FileDesk): Promise<void> {
  const old: string[] = []
  for await (const { id, storedAt } of store.list()) {
    if (storedAt.getTime() < Date.now() - LEFT_BEHIND_MS) old.push(id)
  }
  for (let start = 0; start < old.length; start += BATCH) {
    const batch = old.slice(start, start + BATCH)
    const rows = await database.attachment.findMany({
      where: { id: { in: batch } },
      select: { id: true },
    })
    const known = new Set(rows.map(({ id }) => id))
    for (const id of batch.filter((one) => !known.has(one))) await store.remove(id)
  }
}

async function removeHalves(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names) {
    const path = join(folder, name)
    const { mtimeMs } = (await stat(path).catch(() => null)) ?? { mtimeMs: Date.now() }
    if (mtimeMs < Date.now() - LEFT_BEHIND_MS) await rm(path, { force: true })
  }
}
