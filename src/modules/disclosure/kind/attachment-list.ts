import type { Problem } from '../../../platform/errors.ts'
import type { ProseMirrorJson } from '../text/schema.ts'
import { type Content, problem } from './kind.ts'

/** Attachments of one record. */
export const MOST_ATTACHMENTS = 20

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The ids of a content's attachments, in the order in which they are shown. */
export function attachmentIds(content: Content): readonly string[] {
  const ids = content['attachments']
  return Array.isArray(ids) ? (ids as string[]) : []
}

/** Attachments as a caller sends them, by the ids that their upload has answered; an empty list is none. */
export function readAttachments(given: unknown): {
  readonly ids?: readonly string[]
  readonly problems: readonly Problem[]
} {
  if (given === undefined || given === null) return { problems: [] }
  if (!Array.isArray(given) || !given.every((id) => typeof id === 'string')) {
    return { problems: [problem('attachments', 'WRONG_TYPE', '应为附件编号的列表')] }
  }
  const ids = given.map((id: string) => id.toLowerCase())
  const problems = ids.flatMap((id, index) => {
    const path = `attachments.${index}`
    if (!UUID.test(id)) return [problem(path, 'INVALID_FORMAT', '不是附件编号')]
    return ids.indexOf(id) < index ? [problem(path, 'DUPLICATE', '同一附件重复出现')] : []
  })
  if (ids.length > MOST_ATTACHMENTS) {
    const message = `附件不得超过 ${MOST_ATTACHMENTS} 个，现为 ${ids.length} 个`
    problems.push(problem('attachments', 'TOO_MANY', message))
  }
  return { ids: ids.length > 0 ? ids : undefined, problems }
}

/** The ids of the attachments that the body, or its translation, shows as pictures. */
export function picturesIn(content: Content): readonly string[] {
  const bodies = [content['body'], content['mongolianBody']] as (ProseMirrorJson | undefined)[]
  return [...new Set(bodies.flatMap((body) => (body ? picturesOf(body) : [])))]
}

function picturesOf({ type, attrs, content = [] }: ProseMirrorJson): string[] {
  const own = type === 'image' ? [String(attrs?.['attachment'])] : []
  return [...own, ...content.flatMap(picturesOf)]
}

/** Pictures of the body that are not among the record's attachments: a withdrawal would not reach them. */
export function pictureFaults(content: Content): Problem[] {
  const own = attachmentIds(content)
  const message = '正文中的图片须列入本条信息的附件'
  return picturesIn(content)
    .filter((id) => !own.includes(id))
    .map(() => problem('body', 'PICTURE_NOT_ATTACHED', message))
}
