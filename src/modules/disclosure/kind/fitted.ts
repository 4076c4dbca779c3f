const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' })

/**
 * What is not cut: an address, a word of Latin letters, and a number with all that belongs to it, since half an amount, a
 * date or a telephone would say something else. Nobody writes longer words; what is longer is cut like any text.
 */
const WHOLE =
  /https?:\/\/[\x21-\x7e]+|[A-Za-z]{1,30}|[\d０-９](?:[\d０-９A-Za-z*.,:：/+~～〔〕〇\-–—]*[\d０-９A-Za-z*])?(?:\s*[万亿]?(?:元|人|户|件|条|个|年|月|日|时|分|号|倍|吨|[%％‰℃]))?/gu

const BEFORE_ELLIPSIS = /[\s，。、；：,;:（(〔《“]+$/u

/**
 * One clean line of at most `units` UTF-16 units, as an SMS counts them. It is never cut inside a number, a surrogate
 * pair or a sign with its marks; a cut shows.
 */
export function fitted(text: string, units: number): string {
  const line = oneLine(text)
  if (line.length <= units) return line
  let kept = ''
  for (const piece of piecesOf(line)) {
    if (kept.length + piece.length > units - 1) break
    kept += piece
  }
  return `${kept.replace(BEFORE_ELLIPSIS, '')}…`
}

/** Without line breaks and invisible signs, and without 【】, which stands for a signature alone in an SMS. */
function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[【［]/gu, '（')
    .replace(/[】］]/gu, '）')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .trim()
}

function* piecesOf(line: string): Generator<string> {
  let end = 0
  for (const { 0: whole, index } of line.matchAll(WHOLE)) {
    for (const { segment } of graphemes.segment(line.slice(end, index))) yield segment
    yield whole
    end = index + whole.length
  }
  for (const { segment } of graphemes.segment(line.slice(end))) yield segment
}
