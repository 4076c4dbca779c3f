import { markupOf } from './markup.ts'
import type { MarkupOptions } from './markup.ts'
import { sanitise } from './sanitise.ts'
import type { ProseMirrorJson } from './schema.ts'

/**
 * Semantic HTML of a body that `parseBody` has accepted: same body and options, same bytes.
 */
export function renderHtml(doc: ProseMirrorJson, options?: MarkupOptions): string {
  return sanitise(markupOf(doc, options))
}
