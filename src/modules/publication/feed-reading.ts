import { calendarDate } from '../../platform/clock.ts'
import { canonicalJson, sha256 } from '../../platform/canonical.ts'
import { PrivacyError, type Problem, ValidationError } from '../../platform/errors.ts'
import { type ItemDemands, unmetDemands } from '../disclosure/item-demands.ts'
import { isForArea } from '../disclosure/kind/audience.ts'
import { type ContentInput, faultsOf, readContent, under } from '../disclosure/kind/content.ts'
import { type FeedKind, seriesOf, titled } from '../disclosure/kind/feed.ts'
import { type Content, problem } from '../disclosure/kind/kind.ts'
import { problemOf } from '../disclosure/privacy/finding.ts'
import { findingsIn } from '../disclosure/privacy/gate.ts'

/** Readings in one call. */
const MOST_READINGS = 100

/** Clocks of stations may be ahead by so much. */
const DRIFT_MS = 5 * 60_000

/** One reading as it will be published. */
export interface Reading {
  /** Where it stands in the call, from 0. */
  readonly place: number
  /** Tells it from all others of its kind and organization. */
  readonly key: string
  readonly content: Content
  readonly contentHash: string
}

/** The readings of a call, complete and in order; else everything that is wrong with any of them. */
export function readReadings(
  kind: FeedKind,
  item: ItemDemands,
  inputs: readonly ContentInput[],
  now: Date,
): readonly Reading[] {
  if (inputs.length === 0 || inputs.length > MOST_READINGS) {
    const message = `每次须报送 1 至 ${MOST_READINGS} 条`
    throw ValidationError.of('readings', 'WRONG_COUNT', message)
  }
  const read = inputs.map((input, place) => readOne(kind, item, input, place, now))
  const problems = [...read.flatMap((one) => one.problems), ...repeated(read)]
  if (problems.length > 0) throw new ValidationError(problems)
  const findings = read.flatMap(({ content, place }) => personalIn(kind, content, place, now))
  if (findings.length > 0) throw new PrivacyError(findings)
  return read
}

function readOne(
  kind: FeedKind,
  item: ItemDemands,
  input: ContentInput,
  place: number,
  now: Date,
): Reading & { readonly problems: readonly Problem[] } {
  const prefix = pathOf(place)
  try {
    const content = titled(kind, readContent(kind, input, prefix))
    const faults = [
      ...faultsOf(kind, content, calendarDate(now)),
      ...unmetDemands(item, kind, content),
      ...unfit(kind, content, now),
    ]
    const { series = '', seriesAt } = seriesOf(kind, content) ?? {}
    return {
      place,
      key: `${series}\n${seriesAt?.toISOString() ?? ''}`,
      content,
      contentHash: sha256(canonicalJson(content)),
      problems: under(prefix, faults),
    }
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error
    return { place, key: '', content: {}, contentHash: '', problems: error.problems }
  }
}

/** What must not pass in a reading that nobody reviews. */
function unfit(kind: FeedKind, content: Content, now: Date): Problem[] {
  const { seriesAt } = seriesOf(kind, content) ?? {}
  const future = seriesAt !== undefined && seriesAt.getTime() > now.getTime() + DRIFT_MS
  return [
    ...(future ? [problem(kind.feed.key[1], 'IN_FUTURE', '监测时间不得晚于现在')] : []),
    ...(isForArea(content)
      ? [problem('audience', 'NOT_ALLOWED', '自动报送的数据只能面向全社会公开')]
      : []),
    ...['body', 'attachments']
      .filter((field) => content[field] !== undefined)
      .map((field) => problem(field, 'NOT_ALLOWED', '自动报送的数据不带正文和附件')),
  ]
}

/** Two readings of one time in one call would supersede each other by chance. */
function repeated(readings: readonly Reading[]): Problem[] {
  const first = new Map<string, string>()
  return readings.flatMap(({ key, contentHash, place }) => {
    const before = first.get(key)
    if (before === undefined) first.set(key, contentHash)
    return key === '' || before === undefined || before === contentHash
      ? []
      : [problem(pathOf(place), 'DUPLICATE_KEY', '同一次报送中有两条不同的数据属于同一时间')]
  })
}

/** Even what is only likely: there is nobody who could look at it and decide. */
function personalIn(kind: FeedKind, content: Content, place: number, now: Date): Problem[] {
  const findings = findingsIn(kind, content, calendarDate(now))
  return under(pathOf(place), findings.map(problemOf))
}

/** Where a reading stands in the input, for problems. */
export function pathOf(place: number): string {
  return `readings.${place}`
}
