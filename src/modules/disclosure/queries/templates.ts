import type { Database, Transaction } from '../../../platform/db/client.ts'
import { within } from '../../identity/authority.ts'
import type { Actor } from '../../identity/model.ts'
import { isUuid } from '../../identity/queries.ts'
import { disclosurePolicy } from '../policy.ts'
import { type Template, templateOf, WITH_PLACE } from '../template.ts'

function visible(actor: Actor) {
  return { organization: within(disclosurePolicy.placesFor(actor, 'template.read')) }
}

/** A template of an organization whose editions the actor may read, in use or not; else null. */
export async function visibleTemplate(
  db: Database | Transaction,
  actor: Actor,
  id: string,
): Promise<Template | null> {
  if (!isUuid(id)) return null
  const where = { id, ...visible(actor) }
  const row = await db.disclosureTemplate.findFirst({ where, include: WITH_PLACE })
  return row && templateOf(row)
}

export interface TemplateFilter {
  readonly organizationCode?: string | null
  readonly kind?: string | null
}

/** Templates in use that the actor may see, in the order in which they were made. */
export async function templatesFor(
  db: Database,
  actor: Actor,
  { organizationCode, kind }: TemplateFilter,
  { size, after }: { readonly size: number; readonly after: string | null },
): Promise<Template[]> {
  const rows = await db.disclosureTemplate.findMany({
    where: {
      archivedAt: null,
      ...visible(actor),
      ...(organizationCode != null && { organizationCode }),
      ...(kind != null && { kind }),
      ...(after !== null && { id: { gt: after } }),
    },
    include: WITH_PLACE,
    orderBy: { id: 'asc' },
    take: size,
  })
  return rows.map(templateOf)
}
