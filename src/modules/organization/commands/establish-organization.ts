import { command } from '../../../platform/command.ts'
import { ConflictError, ValidationError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { parseInput } from '../../../platform/problems.ts'
import type { Actor } from '../../identity/model.ts'
import { type ChangeInput, decideChange, deciding, standing } from '../decide-change.ts'
import { establishmentRule, type OrganizationChange, type OrganizationKind } from '../model.ts'
import { dateOf } from '../queries.ts'

export interface EstablishInput extends ChangeInput {
  readonly code: string
  readonly shortName: string
  readonly fullName: string
  readonly kind: OrganizationKind
  readonly parentCode: string
  readonly uscc: string
  readonly regionCode?: string | null
}

/** Sets up an organization, which exists from its day on; before it nobody publishes there. */
export function establishOrganization(
  platform: Platform,
  actor: Actor | null,
  input: EstablishInput,
): Promise<OrganizationChange> {
  return command(platform, async (work) => {
    const { tx } = work
    const decided = await deciding(work, actor, input)
    const { parentCode: above, effectiveOn: _, note: __, ...given } = input
    const organization = parseInput(establishmentRule, given)
    const { code, uscc } = organization
    const parent = await standing(tx, above, 'parentCode', decided.effectiveOn)
    if (await tx.organization.findUnique({ where: { code } })) {
      throw new ConflictError('CODE_TAKEN', '该机构代码已被使用，撤并的机构代码也不再启用')
    }
    if (await tx.organization.findUnique({ where: { uscc } })) {
      throw ValidationError.of('uscc', 'USCC_TAKEN', '该统一社会信用代码已属于另一公开主体')
    }
    const { _max } = await tx.organization.aggregate({ _max: { position: true } })
    await tx.organization.create({
      data: {
        ...organization,
        parentCode: parent.code,
        path: [...parent.path, code],
        validFrom: dateOf(decided.effectiveOn),
        position: (_max.position ?? 0) + 1,
      },
    })
    return decideChange(work, decided, { kind: 'ESTABLISHED', organizationCode: code })
  })
}
