import sharp, { type Sharp } from 'sharp'
import type { Picture } from './file-type.ts'
import { FileRefusedError, refuseFile } from './refusal.ts'

/** More than any camera in an office has; decoded it would take more memory than the server may. */
export const MOST_PIXELS = 40_000_000
/** What takes longer is no picture of an office's. */
export const LONGEST_SECONDS = 20

// What was decoded for one upload is of no use to the next; and one picture at a time is fast enough.
sharp.cache(false)
sharp.concurrency(1)

const FORMATS = { png: 'png', jpg: 'jpeg', jpeg: 'jpeg', webp: 'webp' } as const
const ENCODERS = {
  png: (image: Sharp) => image.png({ compressionLevel: 8 }),
  jpeg: (image: Sharp) => image.jpeg({ quality: 90 }),
  webp: (image: Sharp) => image.webp({ quality: 90 }),
} as const

let waiting: Promise<unknown> = Promise.resolve()

/**
 * Writes the picture anew from its pixels alone, upright: where and with what it was taken, and whatever else stands
 * in the file, is not copied.
 */
export function reencode(from: string, to: string, extension: Picture): Promise<void> {
  const turn = waiting.then(() => write(from, to, extension))
  waiting = turn.catch(() => undefined)
  return turn
}

async function write(from: string, to: string, extension: Picture): Promise<void> {
  const format = FORMATS[extension]
  const image = sharp(from, { limitInputPixels: MOST_PIXELS, failOn: 'truncated' })
  try {
    const { format: found, pages = 1, width, height } = await image.metadata()
    if (found !== format) refuseFile('CONTENT_MISMATCH', '图片的内容与扩展名不符')
    if (pages > 1) refuseFile('ANIMATED', '不接受动态图片')
    if (width * height > MOST_PIXELS) {
      refuseFile(
        'TOO_MANY_PIXELS',
        `图片不得超过 ${MOST_PIXELS / 1_000_000} 百万像素，请缩小后上传`,
      )
    }
    await ENCODERS[format](image.autoOrient()).timeout({ seconds: LONGEST_SECONDS }).toFile(to)
  } catch (error) {
    if (error instanceof FileRefusedError) throw error
    if (/pixel limit/i.test((error as Error).message)) {
      refuseFile(
        'TOO_MANY_PIXELS',
        `图片不得超过 ${MOST_PIXELS / 1_000_000} 百万像素，请缩小后上传`,
      )
    }
    refuseFile('UNREADABLE', '图片已损坏，无法读取')
  }
}
