import { answering } from '../../../platform/apart-process.ts'
import type { Finding } from '../privacy/finding.ts'
import type { Extension } from './file-type.ts'
import { FileRefusedError, refuseFile } from './refusal.ts'
import { lengthOf, LONGEST_TEXT, portionsOfFile } from './text.ts'
import type { Answer, FileText, ScanTask, Task } from './reader.ts'

// The other process of reader.ts: reads one file, or looks through some.
answering(answerTo)

async function answerTo(task: Task): Promise<Answer> {
  if (task.do === 'scan') return { findings: await findingsIn(task) }
  try {
    return { text: limited(await readFile(task.path, task.extension)) }
  } catch (error) {
    const refused = error instanceof FileRefusedError ? error.problems[0] : undefined
    // Whatever a parser says of a file that it cannot read may quote the file.
    const damaged = { code: 'UNREADABLE', message: '文件已损坏或格式不符，无法读取' }
    return { refusal: refused ? { code: refused.code, message: refused.message } : damaged }
  }
}

/** Parsers are loaded when their type comes: each costs memory and time. */
async function readFile(path: string, extension: Extension): Promise<FileText> {
  switch (extension) {
    case 'docx':
      return (await import('./read-docx.ts')).readDocx(path)
    case 'xlsx':
      return (await import('./read-xlsx.ts')).readXlsx(path)
    case 'pdf':
      return (await import('./read-pdf.ts')).readPdf(path)
    case 'csv':
      return (await import('./read-plain.ts')).readCsv(path)
    case 'txt':
      return (await import('./read-plain.ts')).readTxt(path)
    case 'mp4':
      return (await import('./read-media.ts')).readMp4(path)
    case 'mp3':
      return (await import('./read-media.ts')).readMp3(path)
    default:
      throw new Error(`no text is read of ${extension}`)
  }
}

function limited(text: FileText): FileText {
  if (lengthOf(text.sections) > LONGEST_TEXT) {
    const most = LONGEST_TEXT / 10_000
    refuseFile('TOO_MUCH_TEXT', `文件中的文字不得超过 ${most} 万字，请拆分后上传`)
  }
  return text
}

async function findingsIn({ title, files, known, today, secret }: ScanTask): Promise<Finding[]> {
  const { scan } = await import('../privacy/scan.ts')
  const findings = new Map<string, Finding>()
  for (const { id, index, name, sections } of files) {
    const headings = [
      { path: 'title', text: title },
      { path: 'fileName', text: name },
    ]
    // What was decided of one file says nothing of another.
    const keyedBy = `${secret} ${id}`
    for (const parts of portionsOfFile(sections)) {
      for (const found of scan([...headings, ...parts], known, today, keyedBy)) {
        if (found.path === 'title') continue
        const path = `attachments.${index}.${found.path}`
        findings.set(`${path} ${found.offset} ${found.type}`, { ...found, path })
      }
    }
  }
  return [...findings.values()]
}
