import { isNoteworthy } from '../platform/refusals.ts'
import type { Context } from './context.ts'

/** Notes in the security log that a field or a mutation was refused. */
export function noteRefusal(
  { platform, actor, caller }: Pick<Context, 'platform' | 'actor' | 'caller'>,
  action: string,
  error: unknown,
): void {
  if (!isNoteworthy(error)) return
  const { code } = error
  platform.refusals?.note({ action, code, actorId: actor?.userId ?? null, address: caller.address })
}
