import { command } from '../../../platform/command.ts'
import type { Platform } from '../../../platform/platform.ts'
import type { Actor } from '../../identity/model.ts'
import {
  type ChangeInput,
  decideChange,
  deciding,
  endable,
  refuseChildren,
} from '../decide-change.ts'
import type { OrganizationChange } from '../model.ts'

export interface CloseInput extends ChangeInput {
  readonly organizationCode: string
}

/** Closes an organization that nobody succeeds: its rights end, its drafts stay where they are, its records stay public. */
export function closeOrganization(
  platform: Platform,
  actor: Actor | null,
  input: CloseInput,
): Promise<OrganizationChange> {
  return command(platform, async (work) => {
    const { tx } = work
    const decided = await deciding(work, actor, input)
    const { organizationCode } = input
    await endable(tx, organizationCode, 'organizationCode', decided.effectiveOn)
    await refuseChildren(tx, organizationCode, decided.effectiveOn)
    return decideChange(work, decided, { kind: 'CLOSED', organizationCode, ends: true })
  })
}
