import { flushCompileCache } from 'node:module'
import { openCourier } from '../../src/modules/channel/courier.ts'
import type { Point } from '../../src/modules/channel/send.ts'
import { openDatabase } from '../../src/platform/db/client.ts'
import { openPublicPool } from '../../src/platform/db/pool.ts'
import { createLog } from '../../src/platform/log.ts'
import { gatewayOf, type Subject } from './fault-subjects.ts'
import { testSealer } from './sealing.ts'

/** What a process is told that sends until it dies. */
export interface Doom {
  readonly databaseUrl: string
  readonly subject: Subject['name']
  readonly url: string
  readonly point: Point
  readonly now: string
}

// Run by itself: a server that is killed without any warning at a point of its work.
// It will have no other chance to.
flushCompileCache()
const doom = JSON.parse(process.argv[2] ?? '') as Doom
const database = openDatabase(doom.databaseUrl, testSealer)
const now = new Date(doom.now)
const platform = {
  database,
  clock: { now: () => now },
  log: createLog({ level: 'silent' }),
  jobs: { emit: () => Promise.resolve() },
}
const probe = (point: Point) => {
  if (point === doom.point) process.kill(process.pid, 'SIGKILL')
  return Promise.resolve()
}
const publicPool = openPublicPool(doom.databaseUrl)
const gateway = await gatewayOf(doom.subject, doom.url, { platform, publicPool })
await openCourier({ platform, publicPool, probe }, [gateway]).runOnce()
