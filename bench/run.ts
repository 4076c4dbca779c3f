import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { editorAsks } from './editors.ts'
import { gongkaiAsks } from './gongkai.ts'
import { measureImport } from './importing.ts'
import { measureLarge } from './large.ts'
import { assertAnswers, lanesOf } from './lanes.ts'
import { measuredLoad, measureRounds } from './loads.ts'
import { measurePublishing } from './publishing.ts'
import { measureRebuild } from './rebuilding.ts'
import { type Figures, flat, type Measured, report, results } from './report.ts'
import { type Contestant, start } from './servers/child.ts'
import { openStage, PASSWORD, type Stage } from './stage.ts'
import { measureStarts } from './starting.ts'
import { watchLanes } from './watching.ts'

// npm run bench [-- --quick] [-- --large]

const { values: flags } = parseArgs({
  options: { quick: { type: 'boolean' }, large: { type: 'boolean' }, records: { type: 'string' } },
})
const { publications, imported, simulated, ...plan } = flags.quick
  ? {
      records: 2_000,
      rounds: 1,
      seconds: 2,
      warmUp: 1,
      connections: 32,
      publications: 5,
      imported: 500,
      simulated: 20,
    }
  : {
      records: 50_000,
      rounds: 3,
      seconds: 8,
      warmUp: 3,
      connections: 32,
      publications: 60,
      imported: 10_000,
      simulated: 90,
    }
const say = (text: string) => console.error(`${new Date().toISOString().slice(11, 19)} ${text}`)

const records = Number(flags.records ?? plan.records)
const stage = await openStage(records, say)
try {
  const env = environmentOf(stage)
  const figures = await everything(stage, env)
  // Written before the long part, which may fail for want of room.
  await write(figures)
  if (flags.large) {
    const { seconds } = plan
    const large = await measureLarge(stage, env, { records, seconds, simulated }, say)
    await write({ ...figures, large })
  }
} finally {
  await stage.close()
}
process.exit()

async function write(figures: Figures): Promise<void> {
  const folder = fileURLToPath(new URL('.', import.meta.url))
  const done = results(figures, { ...plan, records })
  await writeFile(join(folder, 'results.json'), `${JSON.stringify(flat(done), null, 2)}\n`)
  await writeFile(join(folder, 'RESULTS.md'), report(done, figures.large))
  console.log(report(done, figures.large))
}

async function everything(on: Stage, env: Record<string, string>): Promise<Figures> {
  const rebuild = await measureRebuild(on, plan.rounds, say)
  const servers = {
    live: await start('./gongkai.ts', { ...env, STORED_RESPONSES_MB: '0' }),
    stored: await start('./gongkai.ts', env),
    raw: await start('./raw.ts', env),
    file: await start('./file.ts', { BENCH_FILES: await filesOf(on, env) }),
    postgraphile: await start('./postgraphile.ts', env),
  }
  const lanes = await lanesOf(on, servers)
  const measured = await measureRounds(lanes, plan, say)
  const editors = await measureEditors(servers.live)
  const { rss } = await servers.stored.measure()
  const { rss: liveRss } = await servers.live.measure()
  say('what servers are busy with')
  const watched = await watchLanes(lanes, plan.seconds / 2, plan.connections)
  for (const server of Object.values(servers)) await server.stop()
  const changes = await measureChanges(on, env)
  say('starts')
  const starts = await measureStarts({ ...env, AD_HOC_POINTS: '', SEED_DEMO: '0' })
  const memory = { stored: rss, live: liveRss }
  return {
    measured: { ...measured, ...editors },
    watched,
    rebuild,
    large: null,
    ...changes,
    start: starts,
    memory,
  }
}

/** The lists of staff, one after the other as one person asks them. */
async function measureEditors(contestant: Contestant): Promise<Record<string, Measured>> {
  say('lists of staff')
  const asks = Object.entries(await editorAsks(contestant.url, PASSWORD))
  const measured: [string, Measured][] = []
  for (const [key, ask] of asks) {
    await assertAnswers(key, contestant, ask)
    measured.push([key, await measuredLoad(key, contestant, ask, plan.seconds, 1)])
  }
  return Object.fromEntries(measured)
}

/** A server at work: publications and withdrawals at one a second, then many records at once. */
async function measureChanges(on: Stage, env: Record<string, string>) {
  const server = await start('./gongkai.ts', { ...env, BENCH_WORKER: '1' })
  say('publications and withdrawals, one a second')
  const publish = await measurePublishing(server.url, PASSWORD, on.subject, publications)
  say('readings of machines, as fast as they are taken')
  const taken = await measureImport(on, server.url, PASSWORD, imported)
  await server.stop()
  return { publish, import: taken }
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
