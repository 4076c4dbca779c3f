import { encode } from 'uqr'

/** The modules of a QR code, row by row, true where it is dark; with the quiet zone that readers need. */
export function qrModules(text: string): readonly (readonly boolean[])[] {
  return encode(text, { ecc: 'M', border: 4 }).data
}

/** Rows of dark modules as they lie side by side: where each begins and how long it is. */
export function* darkRuns(
  modules: readonly (readonly boolean[])[],
): Generator<{ readonly x: number; readonly y: number; readonly length: number }> {
  for (const [y, row] of modules.entries()) {
    let start = -1
    for (let x = 0; x <= row.length; x++) {
      if (row[x] === true) {
        if (start < 0) start = x
      } else if (start >= 0) {
        yield { x: start, y, length: x - start }
        start = -1
      }
    }
  }
}
