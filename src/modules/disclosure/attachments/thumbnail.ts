import { type Readable, pipeline } from 'node:stream'

/** Small renditions of pictures, the last ones kept for a while: of what is purged nothing stays. */
export interface Thumbnails {
  /** JPEG; null where the picture is not in the store. */
  of(id: string): Promise<Buffer | null>
}

/** As wide as a telephone shows it. */
const MOST_PIXELS_WIDE = 480
const MOST_PIXELS_HIGH = 960
const QUALITY = 70
const MOST_KEPT = 200
const KEPT_MS = 10 * 60_000

/** Makes them one after the other, each once however many ask: the bytes behind an id never change. */
export function thumbnails(read: (id: string) => Promise<Readable | null>): Thumbnails {
  const kept = new Map<string, Promise<Buffer | null>>()
  let last: Promise<unknown> = Promise.resolve()
  return {
    of(id) {
      const known = kept.get(id)
      if (known) return known
      const made = last.then(() => rendition(read, id))
      last = made.catch(() => undefined)
      kept.set(id, made)
      setTimeout(() => kept.delete(id), KEPT_MS).unref()
      // What was not there, or failed, may be there the next time.
      made.then(
        (bytes) => bytes === null && kept.delete(id),
        () => kept.delete(id),
      )
      const [oldest] = kept.keys()
      if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest)
      return made
    },
  }
}

async function rendition(
  read: (id: string) => Promise<Readable | null>,
  id: string,
): Promise<Buffer | null> {
  // Many a server never makes one: loaded when the first is asked for, with what limits it.
  const { default: sharp } = await import('sharp')
  const { LONGEST_SECONDS, MOST_PIXELS } = await import('./picture.ts')
  const bytes = await read(id)
  if (!bytes) return null
  const image = sharp({ limitInputPixels: MOST_PIXELS, failOn: 'truncated' })
  // An error of either ends the other, and comes out of `toBuffer`.
  pipeline(bytes, image, () => undefined)
  return image
    .resize(MOST_PIXELS_WIDE, MOST_PIXELS_HIGH, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#fff' })
    .jpeg({ quality: QUALITY })
    .timeout({ seconds: LONGEST_SECONDS })
    .toBuffer()
}
