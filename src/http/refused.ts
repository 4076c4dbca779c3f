import type { IncomingMessage } from 'node:http'
import type { App } from '../app.ts'
import type { Exchange } from '../graphql/exchange.ts'
import { isNoteworthy } from '../platform/refusals.ts'

/** Notes in the security log that a request beside GraphQL was refused. */
export async function noteRefused(
  { identify, services }: Pick<App, 'identify' | 'services'>,
  request: IncomingMessage,
  exchange: Exchange,
  { action, error }: { readonly action: string; readonly error: unknown },
): Promise<void> {
  if (!isNoteworthy(error)) return
  // Credentials that do not hold are nobody's.
  const actor = await identify(request, exchange).then(
    (identity) => identity.actor,
    () => null,
  )
  const { code } = error
  const { address } = exchange.caller
  services.platform.refusals?.note({ action, code, actorId: actor?.userId ?? null, address })
}
