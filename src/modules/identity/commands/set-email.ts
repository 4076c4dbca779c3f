import { command } from '../../../platform/command.ts'
import { ForbiddenError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { parseInput } from '../../../platform/problems.ts'
import { asThemselves } from '../authority.ts'
import { type Actor, emailRule } from '../model.ts'

/** Says where the viewer wants to be told by mail; null: nowhere. */
export function setEmail(
  platform: Platform,
  actor: Actor | null,
  { email: given }: { readonly email: string | null },
): Promise<{ readonly email: string | null }> {
  return command(platform, async ({ tx, audit }) => {
    if (!actor) throw ForbiddenError.unauthenticated()
    const email = given === null ? null : parseInput(emailRule, given, 'email')
    await tx.user.update({ where: { id: actor.userId }, data: { email } })
    audit({
      action: 'user.setEmail',
      by: asThemselves(actor),
      subjectType: 'User',
      subjectId: actor.userId,
      details: { given: email !== null },
    })
    return { email }
  })
}
