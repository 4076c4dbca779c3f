import { relative } from 'node:path'
import type { Config } from './platform/config.ts'
import type { Services } from './platform/embedded/services.ts'
import type { CountySeed } from './seed/load-county.ts'
import type { Seeded } from './seeding.ts'

/** What somebody who has just started the server needs to know. */
export interface Started {
  readonly config: Config
  readonly services: Services
  readonly seed: CountySeed
  readonly seeded: Seeded
  readonly url: string
}

/** The lines of the banner. */
export function bannerLines({ config, services, seed, seeded, url }: Started): string[] {
  const explorer = config.environment === 'production' ? '' : '（浏览器打开即 GraphiQL）'
  const folder = relative('.', config.dataDir) || '.'
  const { meilisearch } = services
  const rows: [string, string][] = [
    ['接口', `${url}/graphql${explorer}`],
    ['状态', `${url}/livez  ${url}/readyz`],
    ['数据库', config.databaseUrl === undefined ? `内置 PostgreSQL（${folder}/）` : 'DATABASE_URL'],
    ['检索', searchRow(config, meilisearch !== null)],
    ...demoRows(config, seed, seeded),
    ['停止', 'Ctrl-C'],
  ]
  return [
    `${seed.region.shortName}政务公开 已启动`,
    '',
    ...rows.map(([name, text]) => `${padded(name)}${text}`),
  ]
}

function searchRow({ search }: Config, available: boolean): string {
  if (search.url !== undefined && search.engine === 'auto') return 'Meilisearch（MEILI_URL）'
  return available ? '内置 Meilisearch' : '数据库（无 Meilisearch，结果较粗）'
}

function demoRows(config: Config, seed: CountySeed, seeded: Seeded): [string, string][] {
  if (seeded.demoAccounts === null) return []
  const [bureau, township] = [/^BUREAU$/, /^(TOWN|TOWNSHIP)$/].map((kind) => {
    return seed.organizations.find((organization) => kind.test(organization.kind))?.code
  })
  const roles = seed.demo.everyOrganization.map(({ suffix }) => suffix).join('、')
  const named = seed.demo.accounts.map(({ username }) => username).join('、')
  return [
    ['演示账号', `${named}；<机构代码>.<${roles}>，如 ${bureau}.editor、${township}.approver`],
    ['口令', passwordRow(config, seeded)],
  ]
}

function passwordRow({ seed }: Config, { demoAccounts, newPassword }: Seeded): string {
  if (newPassword !== null) return `${newPassword}（只显示这一次）`
  if (demoAccounts === 0) return '已在首次启动时显示（遗失可用 npm run db:reset 重建演示数据）'
  return seed.password === undefined ? '' : '即 SEED_PASSWORD'
}

/** A Chinese character takes two columns. */
function padded(name: string): string {
  return name + ' '.repeat(12 - 2 * name.length)
}
