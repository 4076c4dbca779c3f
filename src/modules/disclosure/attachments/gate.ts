import type { Database, Transaction } from '../../../platform/db/client.ts'
import { ConflictError } from '../../../platform/errors.ts'
import type { Content, Kind } from '../kind/kind.ts'
import { publicContent } from '../kind/mask.ts'
import type { Attachment } from '../model.ts'
import type { Finding } from '../privacy/finding.ts'
import { knownPublic } from '../privacy/known.ts'
import { declaredContacts } from '../privacy/parts.ts'
import { sectionsOf } from './attached.ts'
import { lengthOf, searchableText } from './text.ts'
import { type FileToScan, scanFilesApart, type ScanTask } from './reader.ts'

/** What the files of an edition hold. */
export interface LookedThrough {
  /** Personal data that the public would read in names and texts, under the paths `attachments.<n>`. */
  readonly findings: readonly Finding[]
  /** The beginning of all text, for search. */
  readonly text: string
}

/** Of all files together: search reaches so far into them. */
const LONGEST_SEARCHED = 100_000
/** Characters that are read before they are looked through: all twenty files at once would fill the memory. */
const LONGEST_BATCH = 2_000_000

/** Reads the texts of files one after the other and looks for personal data in them. */
export async function lookThrough(
  db: Database | Transaction,
  kind: Kind,
  content: Content,
  files: readonly Attachment[],
  today: string,
  secret: string,
): Promise<LookedThrough> {
  const known = knownPublic(declaredContacts(kind, publicContent(kind, content)))
  const scan = (batch: readonly FileToScan[]) =>
    scanned({ title: titleOf(content), files: batch, known, today, secret })
  const findings: Finding[] = []
  let text = ''
  let batch: FileToScan[] = []
  for (const [index, { id, name }] of files.entries()) {
    const file = { id, index, name, sections: await sectionsOf(db, id) }
    text += searchableText(file, LONGEST_SEARCHED - text.length)
    batch.push(file)
    if (lengthOf(batch.flatMap(({ sections }) => sections)) < LONGEST_BATCH) continue
    findings.push(...(await scan(batch)))
    batch = []
  }
  if (batch.length > 0) findings.push(...(await scan(batch)))
  return { findings, text: text.trim() }
}

// What could not be looked through is not published.
async function scanned(task: ScanTask): Promise<readonly Finding[]> {
  try {
    return await scanFilesApart(task)
  } catch (error) {
    const message = '附件内容过多，未能完成个人信息检查，请减少或拆分附件'
    throw Object.assign(new ConflictError('NOT_SCANNED', message), { cause: error })
  }
}

function titleOf({ title }: Content): string {
  return typeof title === 'string' ? title : ''
}
