import { Node } from 'prosemirror-model'
import type { Problem } from '../../../platform/errors.ts'
import { readMarkdown } from './markdown.ts'
import { BODY_LIMITS, readBodyJson } from './read-json.ts'
import { bodySchema } from './schema.ts'
import type { ProseMirrorJson } from './schema.ts'

/** A body in canonical form, or everything that is wrong with it. */
type ParsedBody = { ok: true; doc: ProseMirrorJson } | { ok: false; problems: Problem[] }

/**
 * Checks ProseMirror JSON from a client and returns it in canonical form: all attributes present,
 * neighbouring texts joined, text in NFC without invisible characters. Parsing the result again
 * changes nothing, so equal bodies have equal hashes.
 */
export function parseBody(json: unknown): ParsedBody {
  const read = readBodyJson(json)
  if (!read.ok) return read
  const doc = Node.fromJSON(bodySchema, read.node)
  const problems = misplaced(doc, [], [])
  if (problems.length > 0) return { ok: false, problems }
  try {
    doc.check()
  } catch {
    return {
      ok: false,
      problems: [{ path: '', code: 'INVALID_STRUCTURE', message: '格式互相冲突' }],
    }
  }
  return { ok: true, doc: canonical(doc) }
}

/**
 * Reads Markdown (CommonMark and tables, no HTML, no code) into the same canonical form; problems are
 * placed by line (`line.12`) where the line is known.
 */
export function parseMarkdown(markdown: string): ParsedBody {
  const read = readMarkdown(markdown)
  if (!read.ok) return read
  const parsed = parseBody(read.json)
  // Positions in the JSON mean nothing to the author of the Markdown.
  return parsed.ok
    ? parsed
    : { ok: false, problems: parsed.problems.map((problem) => ({ ...problem, path: '' })) }
}

/** Only blocks can be out of place, and their positions are those of the client's JSON. */
function misplaced(node: Node, path: readonly (string | number)[], problems: Problem[]): Problem[] {
  if (problems.length < BODY_LIMITS.problems && !node.type.validContent(node.content)) {
    const message = `${node.type.name} 里的内容不完整或位置不对`
    problems.push({ path: path.join('.'), code: 'INVALID_STRUCTURE', message })
  }
  node.forEach((child, _offset, index) => {
    misplaced(child, [...path, 'content', index], problems)
  })
  return problems
}

/** `toJSON` shares null-prototype attribute objects with the schema; storage and comparison want plain ones. */
function canonical(node: Node): ProseMirrorJson {
  const attrs = { ...(node.attrs as Record<string, string | number>) }
  const marks = node.marks.map((mark) => {
    const attrs = { ...(mark.attrs as Record<string, string | number>) }
    return { type: mark.type.name, ...(Object.keys(attrs).length > 0 ? { attrs } : {}) }
  })
  return {
    type: node.type.name,
    ...(Object.keys(attrs).length > 0 ? { attrs } : {}),
    ...(node.childCount > 0 ? { content: node.children.map(canonical) } : {}),
    ...(marks.length > 0 ? { marks } : {}),
    // Joining neighbours can bring a letter and its accent together.
    ...(node.text === undefined ? {} : { text: node.text.normalize('NFC') }),
  }
}
