import type { DocumentNode } from 'graphql'

const LARGEST_CHARACTERS = 20_000
const CAPACITY = 500

/**
 * Parsed documents by their text, the least recently used dropped first. Long texts are not kept: a caller could
 * otherwise fill the memory with documents that nobody sends twice.
 */
export function documentCache() {
  const documents = new Map<string, DocumentNode>()
  return {
    get(text: string): DocumentNode | undefined {
      const document = documents.get(text)
      if (document && documents.delete(text)) documents.set(text, document)
      return document
    },
    set(text: string, document: DocumentNode): void {
      if (text.length > LARGEST_CHARACTERS) return
      const oldest = documents.keys().next()
      if (documents.size >= CAPACITY && !oldest.done) documents.delete(oldest.value)
      documents.set(text, document)
    },
  }
}
