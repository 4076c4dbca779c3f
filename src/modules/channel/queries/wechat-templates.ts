import type { Database } from '../../../platform/db/client.ts'
import type { Actor } from '../../identity/model.ts'
import { countyPlace } from '../../identity/queries.ts'
import { channelPolicy } from '../policy.ts'
import { codeOf, DEFECTS } from '../wechat-delivery.ts'
import type { WechatTemplate } from '../wechat-ports.ts'
import { templateFor } from '../wechat-template.ts'

/** Messages that the platform would not take as we had made them. */
export interface TemplateDefect {
  readonly code: string
  readonly count: number
  readonly lastAt: Date
}

/** A template, how many people may still be told by it, and what is wrong with it. */
export interface TemplateStanding extends WechatTemplate {
  readonly people: number
  readonly defects: readonly TemplateDefect[]
}

const LOOK_BACK_MS = 7 * 86_400_000

/** The templates of the mini-program with what the office has to know of each. For the office. */
export async function wechatTemplates(
  database: Database,
  actor: Actor | null,
  templates: readonly WechatTemplate[],
  now: Date,
): Promise<TemplateStanding[]> {
  channelPolicy.authorize(actor, 'subscription.oversee', { place: await countyPlace(database) })
  const agreed = await database.$queryRaw<{ id: string; people: number }[]>`
    SELECT template_id id, count(DISTINCT user_id)::int people FROM wechat_consent
     WHERE ended_at IS NULL AND (standing OR delivery_id IS NULL) GROUP BY template_id`
  const since = new Date(now.getTime() - LOOK_BACK_MS)
  const failed = await database.$queryRaw<(TemplateDefect & { kind: string })[]>`
    SELECT p.kind, a.code, count(*)::int count, max(a.ended_at) "lastAt"
      FROM delivery d JOIN publication p ON p.id = d.publication_id JOIN delivery_attempt a ON a.delivery_id = d.id
     WHERE d.channel = 'WECHAT' AND a.code = ANY(${DEFECTS.map(codeOf)}::text[]) AND a.ended_at > ${since}
     GROUP BY p.kind, a.code ORDER BY a.code, p.kind`
  return templates.map((template) => ({
    ...template,
    people: agreed.find(({ id }) => id === template.id)?.people ?? 0,
    defects: failed
      .filter(({ kind }) => templateFor(templates, [kind])?.id === template.id)
      .map(({ code, count, lastAt }) => ({ code, count, lastAt })),
  }))
}
