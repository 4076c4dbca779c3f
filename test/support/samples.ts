import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { calendarDate, dayEnd } from '../../src/platform/clock.ts'
import { faultsOf, readContent } from '../../src/modules/disclosure/kind/content.ts'
import { kindOf } from '../../src/modules/disclosure/kind/registry.ts'

/** A wholly invented record as the seeds have it: where it would be published, and what an editor would send. */
export interface SampleRecord {
  readonly itemCode: string
  readonly organization: string
  readonly content: Readonly<Record<string, unknown>>
}

const FOLDER = join(import.meta.dirname, '..', '..', 'seeds', 'kazuo', 'samples')

/** A day after all samples. */
export const SAMPLE_DAY = '2026-11-22'

/** Names of the kinds that have samples. */
export function sampledKinds(): string[] {
  return readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ''))
}

/** The sample records of a kind; the first is the plainest. */
export function samplesOf(kind: string): [SampleRecord, ...SampleRecord[]] {
  const text = readFileSync(join(FOLDER, `${kind}.json`), 'utf8')
  const [first, ...others] = JSON.parse(text) as [SampleRecord, ...SampleRecord[]]
  return [onDisplay(kind, first), ...others.map((sample) => onDisplay(kind, sample))]
}

/** The sample with its time on display (公示期) moved to where it is not over, on SAMPLE_DAY and on the day of the run. */
function onDisplay(name: string, sample: SampleRecord): SampleRecord {
  const { display } = kindOf(name)
  if (!display) return sample
  const today = calendarDate(new Date())
  const day = today > SAMPLE_DAY ? today : SAMPLE_DAY
  const lastDay = calendarDate(new Date(dayEnd(day).getTime() + 7 * 86_400_000))
  return { ...sample, content: { ...sample.content, [display.from]: day, [display.to]: lastDay } }
}

/**
 * What stands in the way of a sample with something changed, as `path CODE`; a field set to undefined is left out.
 * `which` is the place of the sample in its file.
 */
export function faultsWith(name: string, change: object, which = 0): string[] {
  const kind = kindOf(name)
  const sample = samplesOf(name)[which]
  if (!sample) throw new Error(`${name} has no sample ${which}`)
  const content = readContent(kind, { ...sample.content, ...change }, '')
  return faultsOf(kind, content, SAMPLE_DAY).map(({ path, code }) => `${path} ${code}`)
}
