import type { Prisma } from '../../platform/db/client.ts'
import type { Place } from '../identity/model.ts'
import type { Content } from './kind/kind.ts'

/** A pattern for new records of one kind, kept by an organization. Holds no personal data. */
export interface Template {
  readonly id: string
  readonly name: string
  readonly kind: string
  readonly place: Place
  readonly content: Content
  readonly createdAt: Date
  /** Null while it is in use. */
  readonly archivedAt: Date | null
}

/** What a template is read with. */
export const WITH_PLACE = { organization: { select: { code: true, path: true } } } as const

type TemplateRow = Prisma.DisclosureTemplateGetPayload<{ include: typeof WITH_PLACE }>

/** The row as the domain's template. */
export function templateOf({ organization, content, ...row }: TemplateRow): Template {
  return { ...row, place: organization, content: content as Content }
}
