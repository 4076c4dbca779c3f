import { graphql } from 'graphql'
import { cursorSigner } from '../../src/graphql/cursor.ts'
import type { Context } from '../../src/graphql/context.ts'
import { schema } from '../../src/graphql/schema.ts'
import { webhookClient } from '../../src/integrations/webhook/client.ts'
import type { Actor } from '../../src/modules/identity/model.ts'
import { searchService } from '../../src/modules/search/circuit.ts'
import { openCountyCache } from '../../src/modules/taxonomy/queries/county-cache.ts'
import { openPublicPool } from '../../src/platform/db/pool.ts'
import { kazuoSite } from './site.ts'
import type { Stage } from './stage.ts'

/** The API as a given person meets it, without HTTP: what it answers, as JSON. */
export interface StaffApi {
  ask(actor: Actor | null, source: string, variables?: object): Promise<Answer>
  /** Reads the county again, as a notification would make it. */
  reload(): Promise<void>
  close(): Promise<void>
}

export interface Answer {
  readonly data: Record<string, unknown> | null
  readonly codes: readonly unknown[]
  /** Everything that was answered, to look for what must not be in it. */
  readonly text: string
}

/** Runs documents against the schema over a stage's database; search answers from the database. */
export async function openStaffApi({ url, platform }: Stage): Promise<StaffApi> {
  const publicPool = openPublicPool(url)
  const county = await openCountyCache(publicPool, platform.log)
  const services = {
    platform,
    clock: platform.clock,
    publicPool,
    county,
    cursors: cursorSigner('test'),
    search: searchService(null, platform.log),
    site: kazuoSite(),
    sms: {
      form: { signature: '喀左政务公开', template: '{line} 详情 {link}', optOut: '拒收请回复R' },
      links: 'https://gk.example/s',
    },
    channels: {
      client: webhookClient({ clock: platform.clock, allowPrivate: true }),
      allowPrivate: true,
    },
    wechatTemplates: [],
  }
  return {
    async ask(actor, source, variables) {
      const contextValue: Context = {
        ...services,
        actor,
        sessionToken: null,
        client: null,
        caller: { address: '127.0.0.1', userAgent: null },
        readsOf: () => services.publicPool,
        setCookie: () => undefined,
        keepPrivate: () => undefined,
      }
      const variableValues = variables as Record<string, unknown> | undefined
      const { data, errors } = await graphql({ schema, source, contextValue, variableValues })
      const codes = (errors ?? []).map(
        ({ originalError }) => (originalError as { code?: unknown } | undefined)?.code,
      )
      const messages = (errors ?? []).map(({ message }) => message)
      return { data: data ?? null, codes, text: JSON.stringify({ data, messages }) }
    },
    reload: () => county.reload(),
    async close() {
      await county.close()
      await publicPool.end()
    },
  }
}
