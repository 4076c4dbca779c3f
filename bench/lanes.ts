import { gongkaiAsks } from './gongkai.ts'
import { meilisearchAsk, postgraphileAsks, rawAsks } from './peer.ts'
import type { Ask } from './question.ts'
import type { Contestant } from './servers/child.ts'
import type { Stage } from './stage.ts'

/** One question to one contestant, measured in every round. */
export interface Lane {
  readonly key: string
  readonly contestant: Contestant
  readonly ask: Ask
  /** As many as the plan says when left out. */
  readonly connections?: number
}

/** Who takes part. */
export type Servers = Readonly<
  Record<'live' | 'stored' | 'raw' | 'file' | 'postgraphile', Contestant>
>

/** Every question to everyone who can answer it. */
export async function lanesOf(on: Stage, servers: Servers): Promise<Lane[]> {
  const { trusted, adHoc } = gongkaiAsks(on.subject)
  const lane = (key: string, contestant: Contestant, ask: Ask): Lane => ({ key, contestant, ask })
  const lanes: Lane[] = []
  for (const question of ['list', 'filtered', 'detail', 'rows'] as const) {
    lanes.push(lane(`${question}.trusted`, servers.live, trusted(question)))
    lanes.push(lane(`${question}.adhoc`, servers.live, adHoc(question)))
    const [raw, peer] = [rawAsks(on.subject)[question], postgraphileAsks(on.subject)[question]]
    if (raw) lanes.push(lane(`${question}.raw`, servers.raw, raw))
    if (peer) lanes.push(lane(`${question}.postgraphile`, servers.postgraphile, peer))
  }
  for (const question of ['list', 'detail'] as const) {
    lanes.push(lane(`${question}.stored`, servers.stored, trusted(question)))
    const known = await etagOf(servers.stored, trusted(question))
    const again = trusted(question, { 'accept-encoding': 'identity', 'if-none-match': known })
    lanes.push(lane(`${question}.notModified`, servers.stored, again))
    const file = { ...trusted(question), path: `/${question}` }
    lanes.push(lane(`${question}.file`, servers.file, file))
  }
  const { url, apiKey = '' } = on.meilisearch
  const engine: Contestant = {
    url,
    measure: () => Promise.resolve({ statements: 0, rss: 0 }),
    watch: (doing) => doing().then(() => ({})),
    stop: () => Promise.resolve(),
  }
  const engineAsk = (options?: { withExcerpts: boolean }) =>
    meilisearchAsk(on.subject, apiKey, 'gongkai_disclosures', options)
  const searches = [
    lane('search.trusted', servers.live, trusted('search')),
    lane('search.meilisearch', engine, engineAsk()),
  ]
  const excerpts = lane('search.excerpts', engine, engineAsk({ withExcerpts: true }))
  lanes.push(...searches)
  for (const one of [...searches, excerpts]) {
    lanes.push({ ...one, key: `${one.key}1`, connections: 1 })
  }
  for (const { key, contestant, ask } of lanes) await assertAnswers(key, contestant, ask)
  return lanes
}

/** Throws unless a question is really answered: a fast refusal is no result. */
export async function assertAnswers(key: string, { url }: Contestant, { path, ...ask }: Ask) {
  const response = await fetch(url + path, ask)
  const body = await response.text()
  const isRight = key.endsWith('notModified')
    ? response.status === 304
    : response.ok && !/"errors":\s*\[/.test(body)
  if (!isRight) throw new Error(`${key}: ${response.status} ${body.slice(0, 600)}`)
}

async function etagOf({ url }: Contestant, { path }: Ask): Promise<string> {
  return (
    (await fetch(url + path, { headers: { 'accept-encoding': 'identity' } })).headers.get('etag') ??
    ''
  )
}
