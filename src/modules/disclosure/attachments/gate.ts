import { ConflictError } from '../../../platform/errors.ts'
import type { Content, Kind } from '../kind/kind.ts'
import { publicContent } from '../kind/mask.ts'
import type { Finding } from '../privacy/finding.ts'
import { knownPublic } from '../privacy/known.ts'
import { declaredContacts } from '../privacy/parts.ts'
import type { ReadAttachment } from './attached.ts'
import { scanInWorker } from './worker-task.ts'

/** What personal data the public would read in names and texts of files, under the paths `attachments.<n>`. */
export async function findingsInFiles(
  kind: Kind,
  content: Content,
  files: readonly ReadAttachment[],
  today: string,
): Promise<readonly Finding[]> {
  if (files.length === 0) return []
  const known = knownPublic(declaredContacts(kind, publicContent(kind, content)))
  try {
    const read = files.map(({ name, sections }) => ({ name, sections }))
    return await scanInWorker({ title: titleOf(content), files: read, known, today })
  } catch (error) {
    // What could not be looked through is not published.
    const message = '附件内容过多，未能完成个人信息检查，请减少或拆分附件'
    throw Object.assign(new ConflictError('NOT_SCANNED', message), { cause: error })
  }
}

function titleOf({ title }: Content): string {
  return typeof title === 'string' ? title : ''
}
