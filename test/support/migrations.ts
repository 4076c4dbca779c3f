import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Writes scripts, by name, into a migrations folder as the project's own is laid out. */
export async function migrationFolder(
  folder: string,
  migrations: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [name, sql] of Object.entries(migrations)) {
    await mkdir(join(folder, name), { recursive: true })
    await writeFile(join(folder, name, 'migration.sql'), sql)
  }
}
