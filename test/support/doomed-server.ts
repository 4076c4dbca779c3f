import { writeSync } from 'node:fs'
import { flushCompileCache } from 'node:module'
import pg from 'pg'
import { deliveryReaction } from '../../src/modules/channel/plan.ts'
import type { Actor } from '../../src/modules/identity/model.ts'
import { evidenceOf, witnessOf } from '../../src/modules/oversight/proof.ts'
import { seal } from '../../src/modules/oversight/seal.ts'
import { signerOf } from '../../src/modules/oversight/signing-key.ts'
import { fireNext } from '../../src/modules/publication/commands/fire-releases.ts'
import { publishEdition } from '../../src/modules/publication/commands/publish-edition.ts'
import { openDatabase } from '../../src/platform/db/client.ts'
import { createLog } from '../../src/platform/log.ts'
import { recordedJobs } from './recorded-jobs.ts'
import { testSealer } from './sealing.ts'

/** What a server does until it dies. */
export interface DoomedServer {
  readonly databaseUrl: string
  readonly now: string
  /** Private key that its audit rows are signed with. */
  readonly key: string
  /** Where its checkpoints are written. */
  readonly folder: string
  readonly work:
    | { readonly type: 'FIRE' }
    | { readonly type: 'SEAL' }
    | { readonly type: 'PUBLISH'; readonly actor: Actor; readonly edition: EditionReference }
  /** It dies when it would send this change, counted from 1; COMMIT is one. */
  readonly change: number
  /** Whether the change still gets out. */
  readonly isSent: boolean
}

interface EditionReference {
  readonly editionId: string
  readonly expectedVersion: number
}

/** What is printed by a server that died only after all was done, before it could tell anybody. */
export const DONE = 'DONE'

const CHANGE = /^\s*(?:INSERT|UPDATE|DELETE|COMMIT)\b/i

// Run by itself: a server that is killed without any warning at a change that it makes to the database.
if (import.meta.main) await run(JSON.parse(process.argv[2] ?? '') as DoomedServer)

async function run(doom: DoomedServer): Promise<void> {
  // It will have no other chance to.
  flushCompileCache()
  const { databaseUrl, key, folder, work } = doom
  const now = new Date(doom.now)
  const database = openDatabase(databaseUrl, testSealer)
  const evidence = await evidenceOf(database, signerOf('ed25519', key))
  const platform = {
    database,
    clock: { now: () => now },
    log: createLog({ level: 'silent' }),
    jobs: recordedJobs([deliveryReaction]),
    witness: witnessOf(evidence),
  }
  dieAt(doom)
  if (work.type === 'PUBLISH') await publishEdition(platform, work.actor, work.edition)
  else if (work.type === 'FIRE') await fireNext(platform)
  else await seal({ ...evidence, platform, digest: 'sha256', folder })
  writeSync(1, DONE)
  die()
}

function dieAt({ change, isSent }: DoomedServer): void {
  const { prototype } = pg.Client
  const query = Reflect.get(prototype, 'query') as (...given: unknown[]) => unknown
  let changes = 0
  const doomed = function (this: pg.Client, ...given: unknown[]) {
    const [statement] = given as [string | { readonly text: string }]
    const text = typeof statement === 'string' ? statement : statement.text
    if (!CHANGE.test(text) || ++changes !== change) return query.apply(this, given)
    if (!isSent) die()
    const answer = query.apply(this, given)
    // Written to the socket within this turn, and answered in none that this process sees.
    setImmediate(die)
    return answer
  }
  Reflect.set(prototype, 'query', doomed)
}

function die(): never {
  process.kill(process.pid, 'SIGKILL')
  // The signal takes effect before anything else is done.
  for (;;);
}
