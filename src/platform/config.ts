import type { z } from 'zod'
import { apiSection } from './settings/api.ts'
import { filesSection } from './settings/files.ts'
import { logSection } from './settings/log.ts'
import { proofSection } from './settings/proof.ts'
import { sealingSection } from './settings/sealing.ts'
import { mailSection } from './settings/mail.ts'
import { searchSection } from './settings/search.ts'
import { seedSection } from './settings/seed.ts'
import type { Base, Section, Setting, Settings, Values } from './settings/section.ts'
import { serverSection } from './settings/server.ts'
import { siteSection } from './settings/site.ts'
import { smsSection } from './settings/sms.ts'
import { webhookSection } from './settings/webhook.ts'
import { wechatSection } from './settings/wechat.ts'

/** Sections that depend on the server's. */
const sections = {
  api: apiSection,
  search: searchSection,
  files: filesSection,
  proof: proofSection,
  sealing: sealingSection,
  sms: smsSection,
  seed: seedSection,
  log: logSection,
  site: siteSection,
  mail: mailSection,
  webhook: webhookSection,
  wechat: wechatSection,
}

type Read<S> = S extends Section<infer _, infer C> ? C : never

/** Every setting of the process, parsed once; nothing else reads the environment. */
export type Config = Read<typeof serverSection> & {
  readonly [K in keyof typeof sections]: Read<(typeof sections)[K]>
}

/** One row of the settings table: what README and `--help` print. */
export interface Variable {
  readonly name: string
  readonly fallback: string
  readonly meaning: string
}

/** Everything that is wrong with the environment, one variable per line. */
export class ConfigError extends Error {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(['配置有误，请改正下列环境变量：', ...problems.map((line) => `  ${line}`)].join('\n'))
    this.name = 'ConfigError'
    this.problems = problems
  }
}

type AnySection = Section<Settings, unknown>

const all = [serverSection, ...Object.values(sections)] as unknown as readonly AnySection[]

/** The settings table: the one place where names, defaults and meanings are written down. */
export const variables: readonly Variable[] = all.flatMap(({ settings }) =>
  Object.entries(settings).map(([name, { meaning, shown, fallback }]) => {
    return { name, fallback: shown ?? fallback ?? '', meaning }
  }),
)

type Environment = Readonly<Record<string, string | undefined>>

/** Reads the environment; throws one ConfigError that lists every mistake. */
export function parseConfig(env: Environment): Config {
  const problems = all.flatMap((section) => mistakes(section, env))
  if (problems.length > 0) throw new ConfigError(problems)
  const server = serverSection.read(valuesOf(serverSection, env), {} as Base)
  const read = <S extends Settings, C>(section: Section<S, C>): C =>
    section.read(valuesOf(section, env), server)
  const parts = Object.entries(sections).map(([name, section]) => [name, read(section as never)])
  return { ...server, ...Object.fromEntries(parts) } as Config
}

function mistakes({ settings, conflicts }: AnySection, env: Environment): string[] {
  const wrong = Object.entries(settings).flatMap(([name, setting]) => {
    const given = env[name]?.trim() || setting.fallback
    const error = given === undefined ? undefined : setting.schema.safeParse(given).error
    return error ? [mistake(name, given ?? '', setting, error)] : []
  })
  return [...wrong, ...(conflicts?.((name) => env[name]?.trim() || undefined) ?? [])]
}

function mistake(
  name: string,
  given: string,
  { secret }: Setting<unknown>,
  error: z.ZodError,
): string {
  const reason = error.issues[0]?.message ?? '无效'
  return secret ? `${name}：${reason}` : `${name}：${reason}（现为 ${JSON.stringify(given)}）`
}

function valuesOf<S extends Settings>({ settings }: Section<S, unknown>, env: Environment) {
  const entries = Object.entries(settings).flatMap(([name, { schema, fallback }]) => {
    const given = env[name]?.trim() || fallback
    return given === undefined ? [] : [[name, schema.parse(given)]]
  })
  return Object.fromEntries(entries) as Values<S>
}
