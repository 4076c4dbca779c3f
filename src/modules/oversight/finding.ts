import { COVERED_KINDS, covered, type CoveredKind } from './covered.ts'

/** Something that does not fit: where, what is wrong, and what stands there instead of what should. */
export interface Finding {
  readonly code: FindingCode
  /** In Chinese, for people: which entry, which row, which file. */
  readonly place: string
  readonly message: string
  readonly expected?: string
  readonly found?: string
}

const MESSAGES = {
  ENTRY_MISSING: '存证记录缺失、多出或次序被改',
  ENTRY_CHANGED: '存证记录与其杂凑值不符',
  CHAIN_BROKEN: '存证记录与前一条不相接',
  ROW_CHANGED: '数据行的内容被改动',
  ROW_DELETED: '数据行被删除',
  ROW_INSERTED: '数据行未经程序写入',
  ROW_REPEATED: '同一数据行有两条存证记录',
  EVENT_UNSIGNED: '审计事件没有程序的有效签名',
  EVENT_REPEATED: '审计事件是另一事件的副本',
  NOT_WITNESSED: '没有相应的审计事件，数据行未经程序写入',
  CONTENT_CHANGED: '公开件的内容与其内容杂凑值不符',
  PURGE_UNPROVED: '公开件的内容已清除，但没有清除的审计事件',
  VERSIONS_BROKEN: '公开件的版本或有效期不相接',
  CHECKPOINT_UNSIGNED: '检查点没有有效签名',
  CHECKPOINT_WRONG: '检查点与存证链不符',
  CHECKPOINT_MISSING: '检查点缺失',
  NODE_WRONG: '默克尔树的存储节点与存证链不符',
  KEY_UNTRUSTED: '签名公钥不是所指定的公钥',
  FILE_CHANGED: '文件与其杂凑值不符',
  FILE_MISSING: '文件缺失',
  ARCHIVE_UNREADABLE: '存档文件的格式有误',
} as const
export type FindingCode = keyof typeof MESSAGES

/** Tells of a finding. */
export function finding(
  code: FindingCode,
  place: string,
  { expected, found }: { readonly expected?: unknown; readonly found?: unknown } = {},
): Finding {
  return {
    code,
    place,
    message: MESSAGES[code],
    ...(expected !== undefined && { expected: told(expected) }),
    ...(found !== undefined && { found: told(found) }),
  }
}

function told(value: unknown): string {
  return typeof value === 'string' ? value : value === null ? '无' : JSON.stringify(value)
}

/** Names an entry and the row that it is about. */
export function placeOf({
  seq,
  kind,
  subject,
}: {
  seq: number
  kind: CoveredKind
  subject: string
}): string {
  return `存证记录 ${seq}（${rowPlace(kind, subject)}）`
}

/** Names a row. */
export function rowPlace(kind: CoveredKind, subject: string): string {
  // In an archive that was changed the kind may be any text.
  const table = COVERED_KINDS.includes(kind) ? covered(kind).table : kind
  return `表 ${table} 的行 ${subject}`
}

/** The finding as lines for people. */
export function findingLines({ code, place, message, expected, found }: Finding): string[] {
  return [
    `${place}：${message}（${code}）`,
    ...(expected === undefined ? [] : [`  应为 ${expected}`]),
    ...(found === undefined ? [] : [`  实为 ${found}`]),
  ]
}
