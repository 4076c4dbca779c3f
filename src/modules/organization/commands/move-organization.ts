import { command } from '../../../platform/command.ts'
import { ValidationError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import type { Actor } from '../../identity/model.ts'
import {
  type ChangeInput,
  decideChange,
  deciding,
  notTheCounty,
  standing,
} from '../decide-change.ts'
import type { OrganizationChange } from '../model.ts'

export interface MoveInput extends ChangeInput {
  readonly organizationCode: string
  readonly parentCode: string
}

/** Puts an organization, with all below it, under another. */
export function moveOrganization(
  platform: Platform,
  actor: Actor | null,
  input: MoveInput,
): Promise<OrganizationChange> {
  return command(platform, async (work) => {
    const { tx } = work
    const decided = await deciding(work, actor, input)
    const { organizationCode, parentCode } = input
    const day = decided.effectiveOn
    const organization = await standing(tx, organizationCode, 'organizationCode', day)
    notTheCounty(organization, 'organizationCode')
    const parent = await standing(tx, parentCode, 'parentCode', day)
    if (parent.path.includes(organizationCode)) {
      throw ValidationError.of('parentCode', 'BELOW_ITSELF', '不能隶属于自身或其下属机构')
    }
    return decideChange(work, decided, { kind: 'MOVED', organizationCode, parentCode })
  })
}
