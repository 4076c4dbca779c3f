import { canonicalJson, sha256 } from '../../../platform/canonical.ts'
import { calendarDate } from '../../../platform/clock.ts'
import { command } from '../../../platform/command.ts'
import type { Transaction } from '../../../platform/db/client.ts'
import { NotFoundError, type Problem, ValidationError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { isPicture } from '../../disclosure/attachments/file-type.ts'
import type { Actor, Place } from '../../identity/model.ts'
import { boardPlace } from '../board-place.ts'
import { postingRecorded } from '../events.ts'
import { sitePolicy } from '../policy.ts'
import { type Posting, postingOf, WITH_PHOTO } from '../posting.ts'

/** What hung where, as somebody of the organization says. */
export interface PostingInput {
  readonly indexNumber: string
  readonly organizationCode: string
  readonly place: string
  /** Calendar dates, both inclusive. */
  readonly postedFrom: string
  readonly postedTo: string
  /** A picture that the organization has uploaded. */
  readonly photoId?: string | null
}

const PLACE_CHARACTERS = 100
const LONGEST_DAYS = 366
const DAY_MS = 86_400_000

/** Records that the sheet of a record hung on a board of an organization; nothing of it can be changed afterwards. */
export function recordPosting(
  platform: Platform,
  actor: Actor | null,
  input: PostingInput,
): Promise<Posting> {
  return command(platform, async ({ tx, now, audit, emit }) => {
    const place = await boardPlace(tx, actor, input.organizationCode)
    const by = sitePolicy.authorize(actor, 'posting.record', { place })
    const { disclosureId, version } = await printedPublication(tx, place, input.indexNumber)
    const photo = await photoOf(tx, place, input.photoId ?? null)
    const text = input.place.trim().normalize('NFC')
    const problems = [
      ...placeFaults(text),
      ...periodFaults(input, calendarDate(now)),
      ...photo.faults,
    ]
    if (problems.length > 0) throw new ValidationError(problems)
    const row = await tx.posting.create({
      data: {
        disclosureId,
        version,
        organizationCode: place.code,
        place: text,
        postedFrom: new Date(`${input.postedFrom}T00:00:00Z`),
        postedTo: new Date(`${input.postedTo}T00:00:00Z`),
        photoId: photo.id,
        recordedById: by.userId,
        recordedAt: now,
      },
      include: WITH_PHOTO,
    })
    const posting = postingOf(row)
    audit({
      action: 'posting.record',
      by,
      subjectType: 'Posting',
      subjectId: posting.id,
      afterHash: sha256(canonicalJson({ ...posting, recordedBy: by.userId })),
      details: { indexNumber: input.indexNumber, version },
    })
    emit(postingRecorded({ ...posting, disclosureId }))
    return posting
  })
}

/**
 * The newest publication with a sheet. A record for everyone hangs on any board; one for a named area on those of its own
 * organization and of those named with it. What has been withdrawn since may have hung before.
 */
async function printedPublication(tx: Transaction, { path }: Place, indexNumber: string) {
  const publication = await tx.publication.findFirst({
    where: { indexNumber, withdrawalType: null },
    orderBy: { version: 'desc' },
    select: {
      disclosureId: true,
      version: true,
      audience: true,
      organizationCode: true,
      audienceOrganizations: true,
    },
  })
  const named = publication && [publication.organizationCode, ...publication.audienceOrganizations]
  if (
    !publication ||
    (publication.audience === 'AREA' && !named?.some((code) => path.includes(code)))
  ) {
    throw new NotFoundError()
  }
  return publication
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

async function photoOf(
  tx: Transaction,
  { code }: Place,
  id: string | null,
): Promise<{ readonly id: string | null; readonly faults: readonly Problem[] }> {
  if (id === null) return { id, faults: [] }
  const where = { id, organizationCode: code }
  const select = { mediaType: true } as const
  const photo = UUID.test(id) ? await tx.attachment.findFirst({ where, select }) : null
  if (photo && isPicture(photo.mediaType)) return { id, faults: [] }
  const message = '该公开主体没有这张照片，请先上传 PNG、JPEG 或 WebP 图片'
  return { id, faults: [{ path: 'photoId', code: 'UNKNOWN_PHOTO', message }] }
}

function placeFaults(place: string): Problem[] {
  const fault = (code: string, message: string) => [{ path: 'place', code, message }]
  if (place === '') return fault('REQUIRED', '请填写张贴地点')
  if (/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u.test(place)) {
    return fault('INVALID_CHARACTERS', '张贴地点含有不允许的字符')
  }
  const tooLong = Array.from(place).length > PLACE_CHARACTERS
  return tooLong ? fault('TOO_LONG', `张贴地点不得超过${PLACE_CHARACTERS}个字`) : []
}

function periodFaults({ postedFrom, postedTo }: PostingInput, today: string): Problem[] {
  const days = (Date.parse(postedTo) - Date.parse(postedFrom)) / DAY_MS
  const fault = (path: string, code: string, message: string) => ({ path, code, message })
  return [
    ...(postedFrom > today
      ? [fault('postedFrom', 'IN_FUTURE', '张贴之后才能登记，起始日期不得晚于今天')]
      : []),
    ...(days < 0 ? [fault('postedTo', 'ENDS_BEFORE_START', '截止日期不得早于起始日期')] : []),
    ...(days > LONGEST_DAYS
      ? [fault('postedTo', 'TOO_LONG', `张贴时间不得超过${LONGEST_DAYS}天`)]
      : []),
  ]
}
