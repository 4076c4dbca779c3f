import { randomUUID } from 'node:crypto'
import type { Readable } from 'node:stream'
import { calendarDate } from '../../../platform/clock.ts'
import { command } from '../../../platform/command.ts'
import type { Transaction } from '../../../platform/db/client.ts'
import type { Prisma } from '../../../platform/db/client.ts'
import { ForbiddenError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import type { Actor } from '../../identity/model.ts'
import { type Examined, examine } from '../attachments/examine.ts'
import { readFileName } from '../attachments/file-name.ts'
import { FILE_TYPES } from '../attachments/file-type.ts'
import { openWorkplace, receive } from '../attachments/receive.ts'
import type { Attachment } from '../model.ts'
import { disclosurePolicy } from '../policy.ts'
import type { FileDesk, ReadyFile } from '../ports.ts'
import { openPlace } from '../open-place.ts'

export interface UploadInput {
  readonly organizationCode: string
  readonly name: string
  readonly body: Readable
}

/** The new attachment, with the hash of what was sent. */
export interface Uploaded extends Attachment {
  readonly originalSha256: string
}

/** Takes a file for an organization: receives, examines and stores it, or leaves nothing behind. */
export async function uploadAttachment(
  platform: Platform,
  desk: FileDesk,
  actor: Actor | null,
  { organizationCode, name: given, body }: UploadInput,
): Promise<Uploaded> {
  const { database, clock } = platform
  await permitted(database, actor, organizationCode, clock.now())
  const { name, extension } = readFileName(given)
  await using workplace = await openWorkplace(desk.folder)
  const received = await receive(body, workplace.another(), desk.limit)
  const examined = await examine(received, extension, workplace)

  const id = randomUUID()
  const { mediaType } = FILE_TYPES[extension]
  const row = rowOf({ id, organizationCode, name, mediaType }, received, examined)
  await desk.store.put(id, examined.file)
  try {
    return await command(platform, async ({ tx, now, audit }) => {
      const by = await permitted(tx, actor, organizationCode, now)
      await tx.attachment.create({ data: { ...row, uploaderId: by.userId, createdAt: now } })
      const { sections: _, organizationCode: __, ...uploaded } = row
      audit({
        action: 'attachment.upload',
        by,
        subjectType: 'Attachment',
        subjectId: id,
        afterHash: row.sha256,
        details: { organizationCode, mediaType, size: row.size },
      })
      return uploaded
    })
  } catch (error) {
    // Should this fail too, the sweep finds a file without a row.
    await desk.store.remove(id)
    throw error
  }
}

async function permitted(tx: Transaction, actor: Actor | null, code: string, now: Date) {
  if (!actor) throw ForbiddenError.unauthenticated()
  const place = await openPlace(tx, code, calendarDate(now))
  return disclosurePolicy.authorize(actor, 'attachment.upload', { place })
}

function rowOf(
  known: Pick<Attachment, 'id' | 'name' | 'mediaType'> & { readonly organizationCode: string },
  received: ReadyFile,
  { file, textLayer, sections }: Examined,
) {
  return {
    ...known,
    size: file.size,
    sha256: file.sha256,
    originalSha256: received.sha256,
    textLayer,
    sections: sections as unknown as Prisma.InputJsonArray,
  }
}
