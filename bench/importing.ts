import { setTimeout as pause } from 'node:timers/promises'
import { graphqlClient } from '../test/support/client.ts'
import { signInAt } from '../test/support/editorial.ts'
import type { Stage } from './stage.ts'

const BATCH = 100
/** Calls of one client in a minute, as the server limits them. */
const CALLS = 60
const HOUR_MS = 3_600_000
const GRANT = { kind: 'AirQualityReading', itemCode: '5.1', organizationCode: 'hbj' }

/** How fast records come in by the machine feed and are public, and when search has all of them. */
export async function measureImport(
  { sql }: Pick<Stage, 'sql'>,
  url: string,
  password: string,
  count: number,
): Promise<{ records: number; perSecond: number; searchSeconds: number }> {
  const office = await signInAt(url, password)('office')
  const calls = Math.ceil(count / BATCH)
  const machines = []
  for (let index = 0; index < Math.ceil(calls / CALLS); index++) {
    const input = { name: `量测站第${index}号`, channel: 'FEED' }
    const { secret } = await office.succeed<{ secret: string }>('createApiClient', input, 'secret')
    const grant = { clientName: input.name, ...GRANT }
    await office.succeed('grantFeed', grant, '__typename')
    machines.push(graphqlClient(url, { authorization: `Bearer ${secret}` }))
  }
  const began = performance.now()
  for (let call = 0; call < calls; call++) {
    const machine = machines[call % machines.length]
    const readings = Array.from({ length: BATCH }, (_, index) => reading(call, index))
    const input = { organizationCode: GRANT.organizationCode, readings }
    await machine?.succeed('publishAirQualityReadings', input, '__typename')
  }
  const published = performance.now()
  while (await isBehind(sql)) await pause(100)
  return {
    records: calls * BATCH,
    perSecond: (calls * BATCH) / ((published - began) / 1_000),
    searchSeconds: (performance.now() - published) / 1_000,
  }
}

async function isBehind(sql: Stage['sql']): Promise<boolean> {
  const [row] = await sql(
    `SELECT count(*)::int AS behind FROM publication p
       LEFT JOIN search_state s ON s.disclosure_id = p.disclosure_id
      WHERE p.kind = $1 AND p.valid_to IS NULL AND s.indexed_version IS DISTINCT FROM p.version
        AND p.title NOT LIKE '%号副本'`,
    [GRANT.kind],
  )
  return Number(row?.['behind']) > 0
}

/** What a station sends of one hour. */
function reading(call: number, index: number): object {
  const at = new Date(Date.now() - (index + 1) * HOUR_MS)
  at.setUTCMinutes(0, 0, 0)
  return {
    station: `量测点第${call}号`,
    observedAt: at.toISOString(),
    aqi: 42,
    aqiLevel: 'EXCELLENT',
    primaryPollutants: [],
    concentrations: { pm2_5: '21.5', pm10: '40' },
    standardVersion: 'HJ_633_2026',
  }
}
