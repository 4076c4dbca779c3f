import type { ProseMirrorJson } from './schema.ts'

/**
 * Plain text of a body for bodyText, search and SMS: a paragraph a line, cells parted by tabs, list
 * markers kept, pictures by their 替代文字, no empty lines. Empty when the body has nothing to read.
 */
export function renderText(doc: ProseMirrorJson): string {
  return blockLines(doc).join('\n')
}

function blockLines(node: ProseMirrorJson): string[] {
  const children = node.content ?? []
  switch (node.type) {
    case 'paragraph':
    case 'heading':
      return children
        .map(inlineText)
        .join('')
        .split('\n')
        .filter((line) => line.trim() !== '')
    case 'bullet_list':
      return children.flatMap((item) => itemLines(item, '• '))
    case 'ordered_list': {
      const start = Number(node.attrs?.['start'] ?? 1)
      return children.flatMap((item, index) => itemLines(item, `${start + index}. `))
    }
    case 'table_row':
      return [children.map((cell) => blockLines(cell).join(' ')).join('\t')].filter(
        (line) => line.trim() !== '',
      )
    default:
      return children.flatMap(blockLines)
  }
}

function itemLines(item: ProseMirrorJson, marker: string): string[] {
  return blockLines(item).map((line, index) => (index === 0 ? marker : '  ') + line)
}

function inlineText(node: ProseMirrorJson): string {
  switch (node.type) {
    case 'text':
      return node.text ?? ''
    case 'hard_break':
      return '\n'
    case 'image':
      return `[图片：${node.attrs?.['alt']}]`
    default:
      throw new Error(`no text for inline node ${node.type}`)
  }
}
