import { applyDueChanges } from '../modules/organization/commands/apply-due-changes.ts'
import { dateOf } from '../modules/organization/queries.ts'
import { command } from '../platform/command.ts'
import type { Transaction } from '../platform/db/client.ts'
import { ConflictError } from '../platform/errors.ts'
import type { Platform } from '../platform/platform.ts'
import type { OnStep } from './apply-county.ts'
import type { CountySeed } from './load-county.ts'

/** Another server was faster. */
const ALREADY_TOLD = 'ALREADY_TOLD'

type Reform = CountySeed['organizations'][number]['changes'][number] & {
  readonly organizationCode: string
}

/**
 * Tells the county what became of its organizations since the plan and brings into force what has come due, in the
 * order of the days. What has been told once is left alone.
 */
export async function seedReforms(
  platform: Platform,
  seed: CountySeed,
  onStep: OnStep = () => {},
): Promise<{ applied: number }> {
  const reforms = seed.organizations.flatMap(({ code, changes }) =>
    changes.map((change) => ({ ...change, organizationCode: code })),
  )
  if ((await untold(platform.database, reforms)).length > 0) {
    await tell(platform, reforms).catch(unlessTold)
  }
  const applied = await applyDueChanges(platform)
  if (applied > 0) onStep(`已办理 ${applied} 项机构调整`)
  return { applied }
}

async function untold(tx: Transaction, reforms: readonly Reform[]): Promise<Reform[]> {
  const codes = reforms.map(({ organizationCode }) => organizationCode)
  const told = await tx.organizationChange.findMany({
    where: { organizationCode: { in: codes }, decidedById: null },
    select: { organizationCode: true, kind: true, effectiveOn: true },
  })
  const keyOf = (code: string, kind: string, day: Date) => `${code} ${kind} ${day.toISOString()}`
  const keys = new Set(told.map((one) => keyOf(one.organizationCode, one.kind, one.effectiveOn)))
  return reforms.filter(
    ({ organizationCode, kind, effectiveOn }) =>
      !keys.has(keyOf(organizationCode, kind, dateOf(effectiveOn))),
  )
}

async function tell(platform: Platform, reforms: readonly Reform[]): Promise<void> {
  await command(platform, async ({ tx, now, audit }) => {
    const left = await untold(tx, reforms)
    if (left.length === 0) throw new ConflictError(ALREADY_TOLD, '机构调整均已登记')
    for (const { into, parent, effectiveOn, ...change } of left) {
      const { organizationCode: fromCode, kind } = change
      const { id } = await tx.organizationChange.create({
        data: {
          ...change,
          ends: kind === 'MERGED' || kind === 'CLOSED',
          parentCode: parent,
          effectiveOn: dateOf(effectiveOn),
          decidedAt: now,
          successions: {
            create: into.map(({ organization, items }) => ({
              fromCode,
              toCode: organization,
              itemCodes: items,
              userIds: [],
            })),
          },
        },
      })
      const details = { kind, organizationCode: fromCode, effectiveOn, seeded: true }
      const subject = { subjectType: 'OrganizationChange', subjectId: id }
      audit({ action: 'organization.change', by: null, ...subject, details })
    }
  })
}

function unlessTold(error: unknown): void {
  if (!(error instanceof ConflictError && error.code === ALREADY_TOLD)) throw error
}
