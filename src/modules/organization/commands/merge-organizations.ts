import { command } from '../../../platform/command.ts'
import { ValidationError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import type { Actor } from '../../identity/model.ts'
import { type ChangeInput, decideChange, deciding, endable, standing } from '../decide-change.ts'
import type { OrganizationChange } from '../model.ts'

export interface MergeInput extends ChangeInput {
  /** Who ends. */
  readonly organizationCodes: readonly string[]
  /** Who takes over: one that stays, or a new one that exists by then. */
  readonly intoCode: string
}

const MOST = 20

/** Merges organizations into one, which takes over rights, records, drafts, duties and whatever stands below them. */
export function mergeOrganizations(
  platform: Platform,
  actor: Actor | null,
  input: MergeInput,
): Promise<OrganizationChange[]> {
  return command(platform, async (work) => {
    const { tx } = work
    const decided = await deciding(work, actor, input)
    const { organizationCodes: codes, intoCode } = input
    if (codes.length === 0 || codes.length > MOST || new Set(codes).size < codes.length) {
      const message = `请填写 1 至 ${MOST} 个互不相同的被合并机构`
      throw ValidationError.of('organizationCodes', 'NOT_DISTINCT', message)
    }
    const into = await standing(tx, intoCode, 'intoCode', decided.effectiveOn)
    const changes: OrganizationChange[] = []
    for (const [index, code] of codes.entries()) {
      const path = `organizationCodes.${index}`
      if (into.path.includes(code)) {
        throw ValidationError.of(path, 'INTO_ITSELF', '不能并入自身或其下属机构')
      }
      await endable(tx, code, path, decided.effectiveOn)
      const successions = [{ toCode: intoCode, itemCodes: [], userIds: [] }]
      const decision = { kind: 'MERGED', organizationCode: code, ends: true, successions } as const
      changes.push(await decideChange(work, decided, decision))
    }
    return changes
  })
}
