import { briefOf, type Fact, LINE_UNITS, type RecordBrief } from '../disclosure/kind/brief.ts'
import { fitted } from '../disclosure/kind/fitted.ts'
import { kindOf } from '../disclosure/kind/registry.ts'
import { type RichTextNode, richTextNodes } from '../disclosure/text/rich-text.ts'
import type { PublicRecord } from './model.ts'

/** What a list item or a message card tells of a record. */
export interface Card {
  /** Null only after a withdrawal for PRIVACY. */
  readonly title: string | null
  readonly facts: readonly Fact[]
}

const TITLE_UNITS = 40

/** One line for an SMS; of a withdrawn record that it is withdrawn, and after PRIVACY no more than that. */
export function smsLineOf(record: PublicRecord): string {
  const { withdrawal, title } = record
  if (!withdrawal) return frozenBrief(record).line
  return fitted(title === null ? '已撤回' : `已撤回：${title}`, LINE_UNITS)
}

/** Title and facts for a card; a withdrawn record tells no facts. */
export function cardOf(record: PublicRecord): Card {
  const { withdrawal, title } = record
  return {
    title: title === null ? null : fitted(title, TITLE_UNITS),
    facts: withdrawal ? [] : frozenBrief(record).facts,
  }
}

/** The body for `rich-text` of WeChat, made of what was frozen; null when there is none. */
export function richTextOf({ bodyHtml }: PublicRecord): RichTextNode[] | null {
  return bodyHtml === null ? null : richTextNodes(bodyHtml)
}

// What was published by an older program carries none; its content is all that is left to make one of.
function frozenBrief({ brief, kind, content, ...record }: PublicRecord): RecordBrief {
  const { title, summary, docNumber, formedOn } = record
  return brief ?? briefOf(kindOf(kind), { ...content, title, summary, docNumber, formedOn })
}
