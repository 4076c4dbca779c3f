import type { WithdrawalType } from '../modules/publication/model.ts'
import type { Entry, SeedFolder } from './seed-folder.ts'
import { demoRecordShape, recordShape } from './shapes.ts'

/** A record to publish, as an editor would send it but for the markers of marked-content.ts. */
export interface LoadedRecord {
  /** By which other records refer to it; index numbers are not known before the publication. */
  readonly ref: string | null
  readonly itemCode: string
  readonly kind: string
  readonly organization: string
  readonly content: RecordContent
  /** What is assessed before its people are published (个人信息保护法55); null when nobody is named, or it was before. */
  readonly impactAssessment: Assessment | null
  /** What a second edition says otherwise; null when there is none. */
  readonly revised: Readonly<Record<string, unknown>> | null
  /** How it was withdrawn; null when it is still public. */
  readonly withdrawn: { readonly type: WithdrawalType; readonly reason: string } | null
}

type Assessment = Readonly<Record<'purpose' | 'necessity' | 'risks' | 'measures', string>>

interface RecordContent {
  readonly title: string
  readonly bodyMarkdown?: string
  readonly [field: string]: unknown
}

const FOLDER = 'records'
const DEMO_FOLDER = 'records/demo'

/** The records of a county: those that it really has, then its demo records, one file for each kind. */
export function readRecords(files: SeedFolder): Entry<LoadedRecord>[] {
  const real = files.names(FOLDER, '.json').flatMap((name) => {
    const entry = files.one(`${FOLDER}/${name}`, recordShape)
    if (!entry) return []
    const { note: _, body, ...record } = entry.value
    const content = withBody(files, FOLDER, entry, body, record.content)
    const nothing = { ref: null, impactAssessment: null, revised: null, withdrawn: null }
    return [{ ...entry, value: { ...record, ...nothing, content } }]
  })
  const demo = files.names(DEMO_FOLDER, '.json').flatMap((name) => {
    const entries = files.list(`${DEMO_FOLDER}/${name}`, demoRecordShape)
    return entries.map((entry) => {
      const { body, ...record } = entry.value
      const content = withBody(files, DEMO_FOLDER, entry, body, record.content)
      return { ...entry, value: { ...record, kind: name.replace(/\.json$/, ''), content } }
    })
  })
  return [...real, ...demo]
}

/** The content with the text of the Markdown file that the record names, if it names one. */
function withBody(
  files: SeedFolder,
  folder: string,
  { file, path }: Entry<unknown>,
  body: string | null,
  content: RecordContent,
): RecordContent {
  if (body === null) return content
  // Where the file is missing, which is reported, the title stands in its place and spares the fault of an empty body.
  const bodyMarkdown =
    files.text(`${folder}/${body}`, { file, path: `${path}.body` }) ?? content.title
  return { ...content, bodyMarkdown }
}
