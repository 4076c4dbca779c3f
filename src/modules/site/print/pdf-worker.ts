import { parentPort, workerData } from 'node:worker_threads'
import type { PrintDocument } from './document.ts'
import { writePdf } from './pdf-write.ts'

// The other thread of pdf.ts: makes one document and ends.
const bytes = new Uint8Array(await writePdf(workerData as PrintDocument))
parentPort?.postMessage(bytes, [bytes.buffer])
