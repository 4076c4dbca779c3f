import sanitizeHtml from 'sanitize-html'
import { escapeHtml } from '../text/markup.ts'
import type { Part } from './words.ts'

const TAGS = { SAME: null, REMOVED: 'del', ADDED: 'ins' } as const

const OPTIONS: sanitizeHtml.IOptions = {
  allowedTags: ['ins', 'del', 'br', 'h4', 'p'],
  allowedAttributes: {},
}

/** What came and went, marked by `ins` and `del`. Everything else of the texts is text. */
export function changesHtml(changes: readonly Part[]): string {
  return sanitizeHtml(changes.map(changeHtml).join(''), OPTIONS)
}

/** The changes under their headings, one after the other. */
export function headedHtml(
  sections: readonly { readonly title: string; readonly html: string }[],
): string {
  const text = sections.map(({ title, html }) => `<h4>${escapeHtml(title)}</h4><p>${html}</p>`)
  return sanitizeHtml(text.join('\n'), OPTIONS)
}

function changeHtml({ op, text }: Part): string {
  const tag = TAGS[op]
  const html = escapeHtml(text).replaceAll('\n', '<br />')
  return tag === null ? html : `<${tag}>${html}</${tag}>`
}
