import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { rebuildIndex } from '../src/modules/search/rebuild.ts'
import { gongkaiAsks } from './gongkai.ts'
import { meilisearchAsk, postgraphileAsks, rawAsks } from './peer.ts'
import type { Ask, Question } from './question.ts'
import { type Figures, medians, type Measured, results, report } from './report.ts'
import { type Contestant, start } from './servers/child.ts'
import { openStage, type Stage } from './stage.ts'

// npm run bench [-- --quick] [-- --large]

const { values: flags } = parseArgs({
  options: { quick: { type: 'boolean' }, large: { type: 'boolean' }, records: { type: 'string' } },
})
const plan = flags.quick
  ? { records: 2_000, rounds: 1, seconds: 2, warmUp: 1 }
  : { records: 50_000, rounds: 3, seconds: 8, warmUp: 3 }
const CONNECTIONS = 32
const LARGE = 1_000_000
const say = (text: string) => console.error(`${new Date().toISOString().slice(11, 19)} ${text}`)

/** One question to one contestant, measured in every round. */
interface Lane {
  readonly key: string
  readonly contestant: Contestant
  readonly ask: Ask
}

const records = Number(flags.records ?? plan.records)
const stage = await openStage(records, say)
try {
  const figures = await everything(stage)
  const folder = fileURLToPath(new URL('.', import.meta.url))
  const done = results(figures, { records, ...plan, connections: CONNECTIONS })
  await writeFile(join(folder, 'results.json'), `${JSON.stringify(done, null, 2)}\n`)
  await writeFile(join(folder, 'RESULTS.md'), report(done))
  console.log(report(done))
} finally {
  await stage.close()
}
process.exit()

async function everything(on: Stage): Promise<Figures> {
  const rebuild = await measureRebuild(on)
  const env = environmentOf(on)
  const servers = {
    live: await start('./gongkai.ts', { ...env, STORED_RESPONSES_MB: '0' }),
    stored: await start('./gongkai.ts', env),
    raw: await start('./raw.ts', env),
    file: await start('./file.ts', { BENCH_FILES: await filesOf(on, env) }),
    postgraphile: await start('./postgraphile.ts', env),
  }
  const lanes = await lanesOf(on, servers)
  const measured = await rounds(lanes)
  const { rss } = await servers.stored.measure()
  const { rss: liveRss } = await servers.live.measure()
  const growth = flags.large ? await measureGrowth(on, lanes) : null
  for (const server of Object.values(servers)) await server.stop()
  return { measured, rebuild, growth, memory: { stored: rss, live: liveRss } }
}

function environmentOf({ databaseUrl, meilisearch, folder }: Stage): Record<string, string> {
  return {
    ...{ NODE_ENV: 'production', PORT: '0', DATA_DIR: folder, DATABASE_URL: databaseUrl },
    ...{ MEILI_URL: meilisearch.url, MEILI_API_KEY: meilisearch.apiKey ?? '' },
    ...{ AD_HOC_POINTS: '0' },
  }
}

/** The stored answers as files, byte for byte. */
async function filesOf({ folder, subject }: Stage, env: Record<string, string>): Promise<string> {
  const files = join(folder, 'files')
  await mkdir(files, { recursive: true })
  const server = await start('./gongkai.ts', env)
  const { trusted } = gongkaiAsks(subject)
  for (const question of ['list', 'detail'] as const) {
    const answer = await fetch(server.url + trusted(question).path)
    await writeFile(join(files, question), Buffer.from(await answer.arrayBuffer()))
  }
  await server.stop()
  return files
}

type Servers = Readonly<Record<'live' | 'stored' | 'raw' | 'file' | 'postgraphile', Contestant>>

async function lanesOf(on: Stage, servers: Servers): Promise<Lane[]> {
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
    const again = trusted(question, { 'if-none-match': known })
    lanes.push(lane(`${question}.notModified`, servers.stored, again))
    const file = { ...trusted(question), path: `/${question}` }
    lanes.push(lane(`${question}.file`, servers.file, file))
  }
  const { url, apiKey = '' } = on.meilisearch
  const engine: Contestant = {
    url,
    measure: () => Promise.resolve({ statements: 0, rss: 0 }),
    stop: () => Promise.resolve(),
  }
  lanes.push(lane('search.trusted', servers.live, trusted('search')))
  lanes.push(
    lane('search.meilisearch', engine, meilisearchAsk(on.subject, apiKey, 'gongkai_disclosures')),
  )
  for (const { key, contestant, ask } of lanes) await assertAnswers(key, contestant, ask)
  return lanes
}

async function assertAnswers(key: string, { url }: Contestant, { path, ...ask }: Ask) {
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

/** Every lane in every round, so that a bad minute of the machine hits all alike. */
async function rounds(lanes: readonly Lane[]): Promise<Record<string, Measured>> {
  const seen = new Map<string, Measured[]>()
  for (let round = 0; round <= plan.rounds; round++) {
    const seconds = round === 0 ? plan.warmUp : plan.seconds
    say(round === 0 ? 'warm-up' : `round ${round} of ${plan.rounds}`)
    for (const { key, contestant, ask } of lanes) {
      await contestant.measure()
      const load = await loadOf(contestant, ask, seconds)
      const { statements } = await contestant.measure()
      if (load.failed > 0) throw new Error(`${key}: ${load.failed} failed`)
      // Those that were under way at the end have asked the database too.
      const sql = Math.round((statements / load.total) * 10) / 10
      if (round > 0) seen.set(key, [...(seen.get(key) ?? []), { ...load, sql }])
    }
  }
  return Object.fromEntries([...seen].map(([key, all]) => [key, medians(all)]))
}

interface Load {
  readonly rps: number
  readonly total: number
  readonly p50: number
  readonly p99: number
  readonly failed: number
}

async function loadOf(
  { url }: Contestant,
  ask: Ask,
  seconds: number,
  connections = CONNECTIONS,
): Promise<Load> {
  const child = fork(fileURLToPath(new URL('load.ts', import.meta.url)))
  child.send({ url, connections, seconds, ...ask })
  const [load] = (await once(child, 'message')) as [Load & { error?: string }]
  child.disconnect()
  if (load.error) throw new Error(load.error)
  return load
}

/** How fast the index is made anew, beside the engine alone taking the same documents. */
async function measureRebuild({ app }: Stage) {
  const { indexer } = app
  if (!indexer) throw new Error('no engine')
  const kept: Parameters<typeof indexer.engine.shadow.upsert>[0][] = []
  const { shadow } = indexer.engine
  const watched = {
    ...indexer,
    engine: {
      ...indexer.engine,
      shadow: {
        ...shadow,
        upsert(documents: (typeof kept)[number]) {
          kept.push(documents)
          return shadow.upsert(documents)
        },
      },
    },
  }
  say('the index')
  const began = performance.now()
  const documents = await rebuildIndex(watched)
  const own = (performance.now() - began) / 1000
  say('the index, by the engine alone')
  const { engine, settings } = indexer
  await engine.shadow.drop()
  await engine.shadow.configure(settings)
  const beganAlone = performance.now()
  for (const batch of kept) await engine.finished(await engine.shadow.upsert(batch))
  const alone = (performance.now() - beganAlone) / 1000
  await engine.shadow.drop()
  return { documents, seconds: own, engineSeconds: alone, toEngine: alone / own }
}

/** What the same questions take when there are twenty times as many records: first page, and page 500. */
async function measureGrowth(on: Stage, lanes: readonly Lane[]) {
  const lane = lanes.find(({ key }) => key === 'list.trusted')
  if (!lane) throw new Error('no list')
  const pages = async () => {
    const first = await loadOf(lane.contestant, lane.ask, plan.seconds, 1)
    const deep = await loadOf(lane.contestant, await pageOf(lane, 500), plan.seconds, 1)
    return { first: first.rps, deep: deep.rps }
  }
  const few = await pages()
  await on.add(LARGE - records)
  const many = await pages()
  // One connection: the time of an answer is what a second holds of them.
  return { first: few.first / many.first, deep: few.deep / many.deep, records: LARGE }
}

async function pageOf({ contestant }: Lane, page: number): Promise<Ask> {
  const { trusted } = gongkaiAsks(stage.subject)
  const address = new URL(contestant.url + trusted('list' satisfies Question).path)
  let after: string | null = null
  // Pages of 100 lead there sooner.
  for (let read = 0; read < page * 20; read += 100) {
    address.searchParams.set('variables', JSON.stringify({ first: 100, after }))
    const { data } = (await (await fetch(address)).json()) as {
      data: { disclosures: { pageInfo: { endCursor: string } } }
    }
    after = data.disclosures.pageInfo.endCursor
  }
  address.searchParams.set('variables', JSON.stringify({ first: 20, after }))
  return { ...trusted('list'), path: address.pathname + address.search }
}
