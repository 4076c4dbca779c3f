import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Services } from './graphql/context.ts'
import { cursorSigner } from './graphql/cursor.ts'
import type { Exchange } from './graphql/exchange.ts'
import { type Credentials, type Identity, identifyRequest } from './graphql/identity.ts'
import { type PublicReads, publicReads } from './graphql/public-reads.ts'
import { schema } from './graphql/schema.ts'
import { readManifest, type TrustedDocuments, trustedDocuments } from './graphql/trusted.ts'
import { createGraphQL } from './graphql/yoga.ts'
import { meilisearchEngine } from './integrations/meilisearch/engine.ts'
import { smsGateway } from './integrations/sms/gateway.ts'
import { localStore } from './integrations/storage/local.ts'
import { s3Store } from './integrations/storage/s3.ts'
import { deskJobs } from './modules/desk/handlers.ts'
import { notifyStaff } from './modules/desk/notify.ts'
import { webhookClient } from './integrations/webhook/client.ts'
import { wechatClient } from './integrations/wechat/client.ts'
import { boardReaction } from './modules/channel/board.ts'
import { openCourier } from './modules/channel/courier.ts'
import { deliveryJobs } from './modules/channel/handlers.ts'
import { deliveryReaction } from './modules/channel/plan.ts'
import { giveShortLinks } from './modules/channel/short-link.ts'
import { type SmsService, smsService } from './modules/channel/sms-handlers.ts'
import type { SmsForm } from './modules/channel/sms-ports.ts'
import { webhookGateway } from './modules/channel/webhook-gateway.ts'
import type { WechatDesk } from './modules/channel/wechat-desk.ts'
import { wechatService } from './modules/channel/wechat-handlers.ts'
import { attachmentJobs, recordsFollow } from './modules/disclosure/handlers.ts'
import { type Thumbnails, thumbnails } from './modules/disclosure/attachments/thumbnail.ts'
import type { FileDesk } from './modules/disclosure/ports.ts'
import { clientOf } from './modules/identity/client-secret.ts'
import { identityJobs } from './modules/identity/handlers.ts'
import { actorOf, blankCookie, tokenFromCookie } from './modules/identity/session.ts'
import { applyDueChanges } from './modules/organization/commands/apply-due-changes.ts'
import { organizationJobs } from './modules/organization/handlers.ts'
import { oversightJobs } from './modules/oversight/handlers.ts'
import { evidenceOf, type Proof, registerKey, witnessOf } from './modules/oversight/proof.ts'
import { seal as sealLedger } from './modules/oversight/seal.ts'
import { securityLog } from './modules/oversight/security-log.ts'
import { openSigner } from './modules/oversight/signing-key.ts'
import { expireDisplays } from './modules/publication/commands/expire-displays.ts'
import { feedsFollow, publicationJobs, releaseTimer } from './modules/publication/handlers.ts'
import { policiesFollow, policyDaysFollow } from './modules/publication/policies-follow.ts'
import { openPublicAnswers, type PublicAnswers } from './modules/publication/read-answers.ts'
import { searchService } from './modules/search/circuit.ts'
import { searchWorker } from './modules/search/handlers.ts'
import { type CountyWords, searchSettings } from './modules/search/settings.ts'
import type { Indexer } from './modules/search/sync.ts'
import type { SiteSeed } from './modules/site/model.ts'
import { openSite } from './modules/site/open-site.ts'
import { dutiesFollow } from './modules/taxonomy/handlers.ts'
import { openCountyCache } from './modules/taxonomy/queries/county-cache.ts'
import { type Clock, systemClock } from './platform/clock.ts'
import type { Config } from './platform/config.ts'
import { applicationRole } from './platform/db/application-role.ts'
import { type Database, openDatabase } from './platform/db/client.ts'
import { pendingMigrations } from './platform/db/migrate.ts'
import { assertSealingKeys } from './platform/db/sealing-check.ts'
import { openPublicPool, type PublicPool } from './platform/db/pool.ts'
import type { ServiceAddresses } from './platform/embedded/services.ts'
import { openJobs } from './platform/jobs.ts'
import type { Logger } from './platform/log.ts'
import type { Platform } from './platform/platform.ts'
import type { Reaction } from './platform/reaction.ts'
import { sealer } from './platform/sealing.ts'
import { sealingKeys } from './platform/sealing-keys.ts'

/** The whole application, wired; it listens nowhere. */
export interface App {
  readonly services: Services
  /** What keeps the search index; null where there is no engine. */
  readonly indexer: Indexer | null
  /** Answers a request to the GraphQL endpoint, whose body has been read. */
  graphql(
    request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
    body: string | undefined,
    exchange: Exchange,
  ): Promise<Response>
  /** Texts that people write, and receipts of those that were sent to them. */
  readonly sms: SmsService
  /** What citizens of the mini-program are served with; null where there is none. */
  readonly wechat: WechatDesk | null
  /** Documents of the front ends, and the short way to read by them. */
  readonly documents: TrustedDocuments
  readonly publicReads: PublicReads
  /** Answers to the public that are kept. */
  readonly stored: PublicAnswers
  /** Whether a request brings neither a secret nor a session. */
  isAnonymous(headers: IncomingHttpHeaders): boolean
  /** What the ledger is written, and verified, with. */
  readonly proof: Proof
  /** Where uploads go and downloads come from. */
  readonly files: FileDesk
  /** Small renditions of pictures. */
  readonly thumbnails: Thumbnails
  /** Who stands behind a request beside GraphQL; throws a ForbiddenError for credentials that do not hold. */
  identify(request: IncomingMessage, exchange: Exchange): Promise<Identity>
  /** Whether requests can be answered: the database is there and has all migrations. */
  ready(): Promise<boolean>
  /** Reads organizations and taxonomy again, without waiting to be notified. */
  reloadCounty(): Promise<void>
  startWorker(): Promise<void>
  /** Lets the running jobs finish. */
  stopWorker(): Promise<void>
  close(): Promise<void>
}

/** What the application is made of. */
export interface AppOptions {
  readonly config: Pick<
    Config,
    | 'environment'
    | 'replicaUrl'
    | 'api'
    | 'search'
    | 'files'
    | 'site'
    | 'sms'
    | 'sealing'
    | 'mail'
    | 'proof'
    | 'webhook'
    | 'wechat'
  >
  readonly addresses: ServiceAddresses
  /** The county's synonyms and names, for the search index. */
  readonly words: CountyWords
  /** The county's site with its columns. */
  readonly site: SiteSeed
  /** How the county's texts are signed and worded. */
  readonly sms: SmsForm
  readonly log: Logger
  readonly clock?: Clock
}

/** What modules do within the transactions of others. */
const REACTIONS: readonly Reaction[] = [
  dutiesFollow,
  recordsFollow,
  feedsFollow,
  policiesFollow,
  policyDaysFollow,
  giveShortLinks,
  deliveryReaction,
  boardReaction,
  notifyStaff,
]

const READY_LIMIT_MS = 3_000

/** The composition root: opens the database, the job queue and the search engine, and hands them round. */
export async function createApp(options: AppOptions): Promise<App> {
  const { config, addresses, log, clock = systemClock } = options
  const role = await applicationRole(addresses.databaseUrl)
  if (role === null) log.warn('数据库没有 gongkai_app 角色：存证各表只由触发器保护')
  const seal = sealer(sealingKeys(config.sealing.keys, config.sealing.file))
  const database = openDatabase(addresses.databaseUrl, seal, undefined, role)
  await assertSealingKeys(database, seal)
  const publicPool = openPublicPool(addresses.databaseUrl, undefined, role)
  publicPool.on('error', (error) => log.warn({ err: error }, '数据库连接中断'))
  const [evidence, county, cursorKey] = await Promise.all([
    openSigner(config.proof).then((signer) => evidenceOf(database, signer)),
    openCountyCache(publicPool, log),
    installationKey(database),
  ])
  const security = securityLog({ database, clock, log }, evidence.blind)
  const platform: Platform = {
    database,
    clock,
    log,
    // Jobs need the platform, and the platform the jobs.
    jobs: { emit: (tx, events, now) => jobs.emit(tx, events, now) },
    witness: witnessOf(evidence),
    refusals: security,
  }
  const { digest, folder } = config.proof
  const proof: Proof = { ...evidence, platform, digest, folder }
  const replica = config.replicaUrl === undefined ? null : openPublicPool(config.replicaUrl)
  replica?.on('error', (error) => log.warn({ err: error }, '只读副本的连接中断'))
  const stored = openPublicAnswers({ primary: publicPool, replica }, log, config.api.stored)
  county.onChange(() => stored.reset())
  const engine =
    addresses.meilisearch &&
    meilisearchEngine({ ...addresses.meilisearch, indexPrefix: config.search.indexPrefix })
  const settings = searchSettings(options.words)
  const indexer = engine && { database, clock, publicPool, engine, settings, county, log }
  const searching = indexer && searchWorker(indexer)
  const releases = releaseTimer(platform)
  const files = fileDesk(config.files)
  const search = searchService(engine, log, config.search.atOnce)
  const sms = smsService(
    {
      platform,
      publicPool,
      search,
      gateway: smsGateway(config, options.sms.signature, clock, log),
      form: options.sms,
      links: config.sms.links,
    },
    config.sms.inboundSecret,
  )
  const wechat =
    config.wechat.app && wechatService(platform, wechatClient(config.wechat.app), config.wechat)
  if (!wechat) log.info('未接入微信小程序，微信渠道停用')
  const { allowPrivate } = config.webhook
  const client = webhookClient({ clock, allowPrivate })
  const site = openSite(options.site, config.site.url)
  const gateways = [
    webhookGateway({ database, client, recordUrl: (number) => site.recordUrl(number) }),
    sms.deliveries,
    ...(wechat ? [wechat.deliveries] : []),
  ]
  const courier = openCourier({ platform, publicPool }, gateways)
  // Only where there is mail: it takes a while to load.
  const mailer =
    config.mail && (await import('./integrations/mail/smtp.ts')).smtpMailer(config.mail)
  const definitions = [
    ...identityJobs(platform),
    ...organizationJobs(platform),
    ...attachmentJobs(platform, files),
    ...publicationJobs(platform, files),
    ...oversightJobs(proof),
    ...sms.jobs,
    ...(wechat?.jobs ?? []),
    ...(searching?.jobs ?? []),
    ...deskJobs(platform, mailer),
    ...deliveryJobs(platform, courier),
  ]
  let backlog: Promise<unknown> = Promise.resolve()
  const [jobs] = await Promise.all([
    openJobs(addresses.databaseUrl, definitions, log, REACTIONS),
    registerKey(proof),
  ])

  const cursors = cursorSigner(cursorKey)
  const channels = { client, allowPrivate }
  const desks = { site, sms: sms.desk, channels, wechatTemplates: wechat?.desk.templates ?? [] }
  const services = { platform, clock, publicPool, county, cursors, search, ...desks }
  const credentials = credentialsOf(platform)
  const documents = trustedDocuments(schema, readManifest())
  const yoga = createGraphQL({
    schema,
    services,
    credentials,
    documents,
    adHoc: config.api.adHoc,
    anonymousPool: replica ?? publicPool,
    explorer: config.environment !== 'production',
    log,
  })
  return {
    services,
    indexer,
    sms,
    wechat: wechat?.desk ?? null,
    documents,
    publicReads: publicReads({ ...services, publicPool: replica ?? publicPool }, log),
    stored,
    isAnonymous: ({ authorization, cookie }) =>
      authorization === undefined && (cookie === undefined || tokenFromCookie(cookie) === null),
    proof,
    files,
    thumbnails: thumbnails((id) => files.store.read(id)),
    identify: (request, exchange) => identifyRequest(credentials, request, exchange),
    graphql: async ({ method, url, headers }, body, exchange) => {
      const sent = { method, headers: headers as Record<string, string>, body }
      const address = `http://${headers.host ?? 'localhost'}${url}`
      return yoga.fetch(new yoga.fetchAPI.Request(address, sent), { exchange })
    },
    ready: () => ready(publicPool),
    reloadCounty: () => county.reload(),
    async startWorker() {
      await jobs.start()
      // What came due while no server ran; afterwards every minute.
      await applyDueChanges(platform)
      await expireDisplays(platform)
      releases.start()
      // Not waited for: a long backlog is no reason to answer late.
      backlog = sealLedger(proof).catch((error: unknown) => {
        log.error({ err: error }, '未能写入存证链')
      })
      searching?.start()
      sms.start()
      courier.start()
    },
    async stopWorker() {
      await Promise.all([jobs.stop(), releases.stop(), searching?.stop(), courier.stop(), backlog])
    },
    async close() {
      await Promise.all([county.close(), stored.close()])
      await jobs.stop()
      await security.settled()
      await Promise.all([publicPool.end(), replica?.end(), database.$disconnect()])
    },
  }
}

function fileDesk({ folder, limit, s3 }: Config['files']): FileDesk {
  const store = s3 ? s3Store(s3) : localStore(join(folder, 'stored'))
  return { store, folder: join(folder, 'incoming'), limit }
}

function credentialsOf(platform: Platform): Credentials {
  return {
    actorOf: (token) => actorOf(platform, token),
    clientOf: (secret) => clientOf(platform, secret),
    tokenFromCookie,
    emptyCookie: blankCookie(),
  }
}

/** All servers of an installation take each other's cursors, and those of no other. */
async function installationKey(database: Database): Promise<string> {
  const { value } = await database.installation.findUniqueOrThrow({ where: { name: 'cursor-key' } })
  return value
}

async function ready(publicPool: PublicPool): Promise<boolean> {
  try {
    const late = pause(READY_LIMIT_MS, null, { ref: false })
    const pending = await Promise.race([pendingMigrations(publicPool), late])
    return pending?.length === 0
  } catch {
    return false
  }
}
