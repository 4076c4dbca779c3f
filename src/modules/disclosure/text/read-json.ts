import type { AttributeSpec, MarkType, NodeType } from 'prosemirror-model'
import type { Problem } from '../../../platform/errors.ts'
import { REFUSED_HREF, canonicalHref } from './link-target.ts'
import { codePoints, hasMongolian, textFaults, tidyText, withoutInvisible } from './plain-text.ts'
import { bodySchema } from './schema.ts'
import type { ProseMirrorJson, ProseMirrorMark } from './schema.ts'

/** Bounds of one body; beyond them nothing is built. */
export const BODY_LIMITS = { depth: 32, nodes: 50_000, characters: 500_000, problems: 50 } as const

type Fields = Readonly<Record<string, unknown>>

interface Reading {
  readonly problems: Problem[]
  nodes: number
  characters: number
  /** A bound was passed: the rest is not looked at. */
  stopped: boolean
}

/**
 * Walks unknown JSON within the bounds and returns it with tidied text and only known names, or the
 * problems. Unknown attributes and fields are refused, since ProseMirror would drop them silently and
 * the author would sign something else than is published; null means absent, as editors write it.
 */
export function readBodyJson(
  json: unknown,
): { ok: true; node: ProseMirrorJson } | { ok: false; problems: Problem[] } {
  const reading: Reading = { problems: [], nodes: 0, characters: 0, stopped: false }
  const node = readNode(json, [], 1, false, reading)
  if (reading.problems.length === 0 && node?.type === 'doc') return { ok: true, node }
  if (reading.problems.length === 0) fault(reading, [], 'NOT_A_DOCUMENT', '最外层应为 doc')
  return { ok: false, problems: reading.problems }
}

type Path = readonly (string | number)[]

function fault(reading: Reading, path: Path, code: string, message: string): null {
  reading.problems.push({ path: path.join('.'), code, message })
  if (reading.problems.length >= BODY_LIMITS.problems) reading.stopped = true
  return null
}

function stop(reading: Reading, path: Path, code: string, message: string): null {
  reading.stopped = true
  return fault(reading, path, code, message)
}

function readNode(
  json: unknown,
  path: Path,
  depth: number,
  mongolian: boolean,
  reading: Reading,
): ProseMirrorJson | null {
  if (depth > BODY_LIMITS.depth)
    return stop(reading, path, 'TOO_DEEP', `层次过深，不得超过 ${BODY_LIMITS.depth} 层`)
  if (++reading.nodes > BODY_LIMITS.nodes)
    return stop(reading, path, 'TOO_MANY_NODES', '正文的段落和表格过多，请改用附件或数据表')
  if (!isFields(json)) return fault(reading, path, 'WRONG_TYPE', '应为一个节点')
  const type = typeOf(json, bodySchema.nodes)
  if (type === undefined)
    return fault(reading, [...path, 'type'], 'UNKNOWN_NODE', '正文不支持这种内容')
  refuseOthers(json, type.isText ? TEXT_FIELDS : NODE_FIELDS, path, reading)
  const attrs = readAttrs(json['attrs'], type, [...path, 'attrs'], reading)
  const marks = readMarks(json['marks'], [...path, 'marks'], reading)
  const shared = {
    type: type.name,
    ...(attrs === undefined ? {} : { attrs }),
    ...(marks.length === 0 ? {} : { marks }),
  }
  if (type.isText) return readText(json['text'], shared, path, mongolian, reading)
  const content = readContent(json['content'], type, [...path, 'content'], depth, reading)
  return content.length === 0 ? shared : { ...shared, content }
}

const TEXT_FIELDS = ['type', 'text', 'marks', 'attrs']
const NODE_FIELDS = ['type', 'attrs', 'content', 'marks']

/** Null for a text with nothing visible in it: ProseMirror has no empty text nodes. */
function readText(
  text: unknown,
  node: ProseMirrorJson,
  path: Path,
  mongolian: boolean,
  reading: Reading,
): ProseMirrorJson | null {
  const at = [...path, 'text']
  if (typeof text !== 'string') return fault(reading, at, 'WRONG_TYPE', '应为文字')
  reading.characters += codePoints(text)
  if (reading.characters > BODY_LIMITS.characters)
    return stop(reading, at, 'TOO_LONG', `正文不得超过 ${BODY_LIMITS.characters} 个字`)
  // Selectors are judged by paragraph, not by neighbour: bold may begin inside a Mongolian word.
  const tidy = withoutInvisible(text, mongolian ? 'keep' : 'strip').replaceAll(
    /\r\n|[\r\n\t]/g,
    ' ',
  )
  for (const { code, message } of textFaults(tidy, 'one')) fault(reading, at, code, message)
  return tidy === '' ? null : { ...node, text: tidy }
}

function readContent(
  json: unknown,
  type: NodeType,
  path: Path,
  depth: number,
  reading: Reading,
): ProseMirrorJson[] {
  if (json === undefined || json === null) return []
  if (!Array.isArray(json)) {
    fault(reading, path, 'WRONG_TYPE', '应为列表')
    return []
  }
  const items: readonly unknown[] = json
  if (type.isLeaf && items.length > 0) {
    fault(reading, path, 'INVALID_STRUCTURE', `${type.name} 里不能再有内容`)
    return []
  }
  const mongolian = type.inlineContent && items.some(isMongolianText)
  const nodes: ProseMirrorJson[] = []
  for (const [index, item] of items.entries()) {
    if (reading.stopped) break
    const node = readNode(item, [...path, index], depth + 1, mongolian, reading)
    if (node !== null) nodes.push(node)
  }
  return nodes
}

function isMongolianText(json: unknown): boolean {
  return isFields(json) && typeof json['text'] === 'string' && hasMongolian(json['text'])
}

function readMarks(json: unknown, path: Path, reading: Reading): ProseMirrorMark[] {
  if (json === undefined || json === null) return []
  if (!Array.isArray(json) || json.length > MARK_COUNT) {
    fault(reading, path, 'WRONG_TYPE', '应为格式列表')
    return []
  }
  const marks: ProseMirrorMark[] = []
  for (const [index, item] of (json as readonly unknown[]).entries()) {
    const at = [...path, index]
    const type = isFields(item) ? typeOf(item, bodySchema.marks) : undefined
    if (!isFields(item) || type === undefined) {
      fault(reading, at, 'UNKNOWN_MARK', '正文不支持这种格式')
      continue
    }
    refuseOthers(item, ['type', 'attrs'], at, reading)
    if (marks.some((mark) => mark.type === type.name))
      fault(reading, at, 'DUPLICATE_MARK', '同一格式重复')
    const attrs = readAttrs(item['attrs'], type, [...at, 'attrs'], reading)
    marks.push(attrs === undefined ? { type: type.name } : { type: type.name, attrs })
  }
  return marks
}

const MARK_COUNT = Object.keys(bodySchema.marks).length

function readAttrs(
  json: unknown,
  type: NodeType | MarkType,
  path: Path,
  reading: Reading,
): Record<string, string | number> | undefined {
  if (json !== undefined && json !== null && !isFields(json)) {
    fault(reading, path, 'WRONG_TYPE', '应为一组属性')
    return undefined
  }
  const given = isFields(json) ? json : {}
  const specs = type.spec.attrs ?? {}
  refuseOthers(given, Object.keys(specs), path, reading)
  const attrs: Record<string, string | number> = {}
  for (const [name, spec] of Object.entries(specs)) {
    const value = tidyAttr(name, given[name] ?? undefined)
    if (value === undefined) {
      if (!Object.hasOwn(spec, 'default'))
        fault(reading, [...path, name], 'REQUIRED', required(name))
    } else if (accepts(spec.validate, value)) attrs[name] = value as string | number
    else fault(reading, [...path, name], 'NOT_ALLOWED_VALUE', refused(name))
  }
  return Object.keys(attrs).length === 0 ? undefined : attrs
}

function tidyAttr(name: string, value: unknown): unknown {
  if (typeof value !== 'string') return value
  if (name === 'href') return canonicalHref(value.trim()) ?? value
  if (name === 'attachment') return value.toLowerCase()
  return name === 'alt' ? tidyText(value, 'one') : value
}

function required(name: string): string {
  return name === 'alt' ? '图片须有替代文字（无障碍要求）' : '缺少必需的属性'
}

function refused(name: string): string {
  if (name === 'href') return REFUSED_HREF
  if (name === 'alt') return '图片的替代文字不能为空，不超过 200 个字，不含控制字符'
  if (name === 'attachment') return '图片须引用本条信息的附件编号'
  return '属性的值不在允许范围内'
}

function accepts(validate: AttributeSpec['validate'], value: unknown): boolean {
  if (typeof validate !== 'function') return false
  try {
    validate(value)
    return true
  } catch {
    return false
  }
}

function refuseOthers(json: Fields, known: readonly string[], path: Path, reading: Reading): void {
  for (const [name, value] of Object.entries(json))
    if (value !== null && value !== undefined && !known.includes(name) && !reading.stopped)
      fault(reading, [...path, name.slice(0, 40)], 'UNKNOWN_ATTRIBUTE', '正文不支持这个属性')
}

function typeOf<Types extends Readonly<Record<string, unknown>>>(
  json: Fields,
  types: Types,
): Types[keyof Types] | undefined {
  const name = json['type']
  return typeof name === 'string' && Object.hasOwn(types, name)
    ? (types[name] as Types[keyof Types])
    : undefined
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
