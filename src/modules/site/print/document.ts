/** Sheets that boards and printers take. */
export const SHEET_SIZES = ['A4', 'A3'] as const
export type SheetSize = (typeof SHEET_SIZES)[number]

/** Something to be printed, as plain data: HTML and PDF are made of the same. */
export interface PrintDocument {
  readonly size: SheetSize
  readonly title: string
  /** Under the title, such as the organization. */
  readonly subtitle: string
  readonly author: string
  /** On every page, left of its number. */
  readonly footer: string
  readonly blocks: readonly Block[]
}

/** A part of a printed document. */
export type Block = Heading | Contents | Facts | Body | Grid

/** The title of a chapter, which begins a page and stands in the contents, or of a part of it. */
export interface Heading {
  readonly kind: 'chapter' | 'heading'
  readonly text: string
}

/** The chapters with their pages. */
export interface Contents {
  readonly kind: 'contents'
  readonly title: string
}

/** Labels and values, and a code that leads to the record. */
export interface Facts {
  readonly kind: 'facts'
  readonly facts: readonly Fact[]
  readonly link: { readonly url: string; readonly caption: string } | null
}

export interface Fact {
  readonly label: string
  readonly value: string
}

/** Running text: sanitised HTML, and the same as lines. */
export interface Body {
  readonly kind: 'body'
  readonly html: string
  readonly lines: readonly string[]
}

/** A table; its head stands on every page. */
export interface Grid {
  readonly kind: 'grid'
  readonly title: string
  readonly columns: readonly { readonly title: string; readonly isNumber: boolean }[]
  readonly rows: readonly (readonly string[])[]
}
