import { join, resolve } from 'node:path'
import { z } from 'zod'

/** Every setting of the process, parsed once; nothing else reads the environment. */
export interface Config {
  readonly environment: 'development' | 'test' | 'production'
  readonly host: string
  /** 0 means any free port. */
  readonly port: number
  readonly trustProxy: boolean
  /** Absolute. */
  readonly dataDir: string
  readonly county: string
  /** Absent: PostgreSQL is started by the process itself. */
  readonly databaseUrl?: string
  readonly search: {
    /** `database` never starts nor asks Meilisearch. */
    readonly engine: 'auto' | 'database'
    readonly url?: string
    readonly apiKey?: string
    readonly binary?: string
    readonly indexPrefix: string
  }
  readonly files: {
    /** Absolute: where attachments lie, and uploads while they come in. */
    readonly folder: string
    /** Bytes of one upload. */
    readonly limit: number
    /** Absent: attachments lie in the folder. */
    readonly s3?: {
      readonly endpoint: string
      readonly region: string
      readonly bucket: string
      readonly accessKey: string
      readonly secretKey: string
    }
  }
  readonly seed: { readonly demo: boolean; readonly password?: string }
  readonly log: {
    readonly level: (typeof LOG_LEVELS)[number]
    readonly format: (typeof LOG_FORMATS)[number]
  }
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

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
const LOG_FORMATS = ['auto', 'text', 'json'] as const

interface Declaration<T> {
  readonly meaning: string
  /** Used when the variable is missing or empty. */
  readonly fallback?: string
  /** Shown instead of `fallback` when the default depends on something. */
  readonly shown?: string
  /** Never repeated in a message. */
  readonly secret?: boolean
  readonly schema: z.ZodType<T, string>
}

const declare = <T>(declaration: Declaration<T>) => declaration

const flag = z.enum(['0', '1'], '只能是 0 或 1').transform((value) => value === '1')
const text = z.string()

function oneOf<const T extends readonly [string, ...string[]]>(values: T) {
  return z.enum(values, `只能是 ${values.join('、')} 之一`)
}

function address(protocol: RegExp, message: string) {
  return z.url({ protocol, error: message })
}

const declarations = {
  PORT: declare({
    meaning: '监听端口；0 表示任选一个空闲端口',
    fallback: '4000',
    schema: text
      .regex(/^\d{1,5}$/, '应为 0 至 65535 的整数')
      .transform(Number)
      .refine((port) => port <= 65_535, '应为 0 至 65535 的整数'),
  }),
  HOST: declare({
    meaning: '监听地址；0.0.0.0 表示所有网卡',
    fallback: '127.0.0.1',
    schema: text.regex(/^[\w.:-]+$/, '应为主机名或 IP 地址'),
  }),
  NODE_ENV: declare({
    meaning: '运行环境：development、test 或 production',
    fallback: 'development',
    schema: oneOf(['development', 'test', 'production']),
  }),
  DATA_DIR: declare({
    meaning: '数据目录：内置数据库、内置检索引擎、口令文件和附件',
    fallback: '.data',
    schema: text.transform((path) => resolve(path)),
  }),
  COUNTY: declare({
    meaning: '县的种子数据，即 seeds/ 下的目录名',
    fallback: 'kazuo',
    schema: text.regex(/^[a-z0-9][a-z0-9-]*$/, '只能由小写字母、数字和连字符组成'),
  }),
  DATABASE_URL: declare({
    meaning: 'PostgreSQL 连接地址；不设则启动内置 PostgreSQL',
    secret: true,
    schema: address(/^postgres(ql)?$/, '应为 postgresql://用户:口令@主机:端口/库名'),
  }),
  SEARCH_ENGINE: declare({
    meaning: '检索引擎：auto 用 Meilisearch（不可用时退回数据库），database 只用数据库',
    fallback: 'auto',
    schema: oneOf(['auto', 'database']),
  }),
  MEILI_URL: declare({
    meaning: 'Meilisearch 地址；不设则启动内置 Meilisearch',
    schema: address(/^https?$/, '应为 http:// 或 https:// 开头的地址').transform(withoutSlash),
  }),
  MEILI_API_KEY: declare({
    meaning: 'MEILI_URL 所指 Meilisearch 的密钥',
    secret: true,
    schema: text,
  }),
  MEILISEARCH_BIN: declare({
    meaning: '内置 Meilisearch 所用程序的路径',
    shown: '随包提供的程序，其次是 PATH 中的 meilisearch',
    schema: text.transform((path) => resolve(path)),
  }),
  MEILI_INDEX_PREFIX: declare({
    meaning: 'Meilisearch 索引名的前缀',
    fallback: 'gongkai',
    schema: text.regex(
      /^[A-Za-z0-9_-]{1,64}$/,
      '只能由字母、数字、下划线和连字符组成，至多 64 个字符',
    ),
  }),
  UPLOAD_LIMIT_MB: declare({
    meaning: '单个附件的大小上限，单位 MB',
    fallback: '50',
    schema: text
      .regex(/^\d{1,4}$/, '应为 1 至 1024 的整数')
      .transform(Number)
      .refine((size) => size >= 1 && size <= 1024, '应为 1 至 1024 的整数'),
  }),
  S3_ENDPOINT: declare({
    meaning: '存放附件的 S3 兼容服务的地址；不设则存入数据目录',
    schema: address(/^https?$/, '应为 http:// 或 https:// 开头的地址').transform(withoutSlash),
  }),
  S3_BUCKET: declare({
    meaning: 'S3_ENDPOINT 所指服务中的存储桶',
    schema: text.regex(/^[a-z0-9][a-z0-9.-]{1,62}$/, '应为存储桶的名称'),
  }),
  S3_REGION: declare({
    meaning: '存储桶所在的区域',
    fallback: 'us-east-1',
    schema: text.regex(/^[\w-]{1,64}$/, '只能由字母、数字、下划线和连字符组成'),
  }),
  S3_ACCESS_KEY: declare({
    meaning: '存储桶的访问密钥编号',
    secret: true,
    schema: text,
  }),
  S3_SECRET_KEY: declare({
    meaning: '存储桶的访问密钥',
    secret: true,
    schema: text,
  }),
  SEED_DEMO: declare({
    meaning: '是否建立演示账号和演示信息：1 是，0 否',
    shown: 'production 时为 0，否则为 1',
    schema: flag,
  }),
  SEED_PASSWORD: declare({
    meaning: '演示账号的口令，至少 12 个字符',
    shown: '随机生成，首次启动时显示一次',
    secret: true,
    schema: text.refine((password) => Array.from(password).length >= 12, '至少 12 个字符'),
  }),
  LOG_LEVEL: declare({
    meaning: `日志级别：${LOG_LEVELS.join('、')}`,
    fallback: 'info',
    schema: oneOf(LOG_LEVELS),
  }),
  LOG_FORMAT: declare({
    meaning: '日志格式：text 供人阅读，json 供程序处理，auto 在终端用 text、否则用 json',
    fallback: 'auto',
    schema: oneOf(LOG_FORMATS),
  }),
  TRUST_PROXY: declare({
    meaning: '是否采信反向代理的 X-Forwarded-For：1 是，0 否',
    fallback: '0',
    schema: flag,
  }),
}

type Declarations = typeof declarations
type Values = { [K in keyof Declarations]?: z.output<Declarations[K]['schema']> }

/** The settings table: the one place where names, defaults and meanings are written down. */
export const variables: readonly Variable[] = Object.entries(declarations).map(
  ([name, { meaning, shown, fallback }]: [string, Declaration<unknown>]) => {
    return { name, fallback: shown ?? fallback ?? '', meaning }
  },
)

/** Reads the environment; throws one ConfigError that lists every mistake. */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = []
  const values: Record<string, unknown> = {}
  for (const [name, declaration] of Object.entries<Declaration<unknown>>(declarations)) {
    const given = env[name]?.trim() || declaration.fallback
    if (given === undefined) continue
    const parsed = declaration.schema.safeParse(given)
    if (parsed.success) values[name] = parsed.data
    else problems.push(mistake(name, given, declaration, parsed.error))
  }
  if (env['MEILI_API_KEY']?.trim() && !env['MEILI_URL']?.trim()) {
    problems.push('MEILI_API_KEY：只在设有 MEILI_URL 时才有意义，请补上 MEILI_URL 或去掉此项')
  }
  const missing = ['S3_BUCKET', 'S3_ACCESS_KEY', 'S3_SECRET_KEY'].filter(
    (name) => !env[name]?.trim(),
  )
  if (env['S3_ENDPOINT']?.trim()) {
    problems.push(...missing.map((name) => `${name}：设有 S3_ENDPOINT 时不能缺少`))
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return assemble(values as Required<Values>)
}

function mistake(
  name: string,
  given: string,
  { secret }: Declaration<unknown>,
  error: z.ZodError,
): string {
  const reason = error.issues[0]?.message ?? '无效'
  return secret ? `${name}：${reason}` : `${name}：${reason}（现为 ${JSON.stringify(given)}）`
}

function assemble(values: Required<Values>): Config {
  const optional: Values = values
  return {
    environment: values.NODE_ENV,
    host: values.HOST,
    port: values.PORT,
    trustProxy: values.TRUST_PROXY,
    dataDir: values.DATA_DIR,
    county: values.COUNTY,
    databaseUrl: optional.DATABASE_URL,
    search: {
      engine: values.SEARCH_ENGINE,
      url: optional.MEILI_URL,
      apiKey: optional.MEILI_API_KEY,
      binary: optional.MEILISEARCH_BIN,
      indexPrefix: values.MEILI_INDEX_PREFIX,
    },
    files: {
      folder: join(values.DATA_DIR, 'files'),
      limit: values.UPLOAD_LIMIT_MB * 1024 * 1024,
      s3:
        optional.S3_ENDPOINT === undefined
          ? undefined
          : {
              endpoint: values.S3_ENDPOINT,
              region: values.S3_REGION,
              bucket: values.S3_BUCKET,
              accessKey: values.S3_ACCESS_KEY,
              secretKey: values.S3_SECRET_KEY,
            },
    },
    seed: {
      demo: optional.SEED_DEMO ?? values.NODE_ENV !== 'production',
      password: optional.SEED_PASSWORD,
    },
    log: { level: values.LOG_LEVEL, format: values.LOG_FORMAT },
  }
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '')
}
