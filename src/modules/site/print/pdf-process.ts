import { answering } from '../../../platform/apart-process.ts'
import { writePdf } from './pdf-write.ts'

// The other process of pdf.ts: makes one document.
answering(writePdf)
