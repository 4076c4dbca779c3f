import type { Field, Fields } from '../kind/field.ts'
import { allFields, type Content, type Kind } from '../kind/kind.ts'
import { maskedText } from '../kind/mask.ts'
import { shownValue } from '../kind/shown.ts'
import { canonicalJson } from '../../../platform/canonical.ts'
import { renderText } from '../text/render-text.ts'
import type { ProseMirrorJson } from '../text/schema.ts'
import { type Part, wordDiff } from './words.ts'

/** A value that is not the same in two contents, as everyone might read it. */
export interface FieldChange {
  /** Dotted, such as `contact.phone`. */
  readonly path: string
  readonly title: string
  /** Null when it was not there. */
  readonly before: string | null
  /** Null when it is there no more. */
  readonly after: string | null
  /** Personal data: compared as it is, shown masked, so the two may look the same. */
  readonly personal: boolean
  /** Word by word; the one value for the other where it is personal. */
  readonly parts: readonly Part[]
}

const BODIES = { body: '正文', mongolianBody: '蒙古文正文' } as const

/** What differs between two contents of a kind, tables and files apart, in the order of the form. */
export function fieldChanges(kind: Kind, before: Content, after: Content): FieldChange[] {
  const own = changesIn(allFields(kind), before, after, { path: '', title: '' })
  const bodies = Object.entries(BODIES).flatMap(([path, title]) => {
    const [old, young] = [before[path], after[path]]
    if (isSame(old, young)) return []
    // The texts may be the same where only the layout is not.
    return [change({ path, title }, bodyText(old), bodyText(young), false)]
  })
  return [...own, ...bodies]
}

interface Place {
  readonly path: string
  readonly title: string
}

function changesIn(fields: Fields, before: Content, after: Content, at: Place): FieldChange[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const [old, young] = [before[name], after[name]]
    if ('table' in field.type || isSame(old, young)) return []
    const place = { path: at.path + name, title: at.title + field.title }
    if ('group' in field.type) {
      const below = { path: `${place.path}.`, title: `${place.title}：` }
      const { fields: inner } = field.type.group
      return changesIn(inner, (old ?? {}) as Content, (young ?? {}) as Content, below)
    }
    return [change(place, textOf(field, old), textOf(field, young), field.personal !== undefined)]
  })
}

function change(
  place: Place,
  before: string | null,
  after: string | null,
  personal: boolean,
): FieldChange {
  const replaced: Part[] = [
    { op: 'REMOVED' as const, text: before ?? '' },
    { op: 'ADDED' as const, text: after ?? '' },
  ].filter(({ text }) => text !== '')
  const parts = personal ? replaced : wordDiff(before ?? '', after ?? '')
  return { ...place, before, after, personal, parts }
}

function textOf(field: Field, value: unknown): string | null {
  if (value === undefined) return null
  if (field.personal) return maskedText(field.personal, value as string)
  return shownValue(field, value, 'FULL') ?? null
}

function bodyText(body: unknown): string | null {
  return body === undefined ? null : renderText(body as ProseMirrorJson)
}

function isSame(one: unknown, other: unknown): boolean {
  return one === other || canonicalJson(one) === canonicalJson(other)
}
