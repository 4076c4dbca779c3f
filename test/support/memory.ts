import { readFileSync } from 'node:fs'

/** Megabytes that Linux tells a process to have: for itself (RssAnon), or in all (VmRSS); 0 when it has ended. */
export function memoryOf(pid: string, measure: 'RssAnon' | 'VmRSS'): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const [, kilobytes] = new RegExp(`^${measure}:\\s+(\\d+) kB$`, 'm').exec(status) ?? []
    return Math.round(Number(kilobytes ?? 0) / 1024)
  } catch {
    return 0
  }
}
