import { command } from '../../../platform/command.ts'
import type { Platform } from '../../../platform/platform.ts'
import { parseInput } from '../../../platform/problems.ts'
import type { Actor } from '../../identity/model.ts'
import { type ChangeInput, decideChange, deciding, standing } from '../decide-change.ts'
import { namesRule, type OrganizationChange } from '../model.ts'

export interface RenameInput extends ChangeInput {
  readonly organizationCode: string
  readonly shortName: string
  readonly fullName: string
}

/** Gives an organization other names; what it has published keeps the name of its day. */
export function renameOrganization(
  platform: Platform,
  actor: Actor | null,
  input: RenameInput,
): Promise<OrganizationChange> {
  return command(platform, async (work) => {
    const decided = await deciding(work, actor, input)
    const { organizationCode, shortName, fullName } = input
    const names = parseInput(namesRule, { shortName, fullName })
    await standing(work.tx, organizationCode, 'organizationCode', decided.effectiveOn)
    return decideChange(work, decided, { kind: 'RENAMED', organizationCode, ...names })
  })
}
