import { resolve } from 'node:path'
import { address, flag, oneOf, section, setting, text } from './section.ts'

/** Where the process listens, where it keeps what it stores, and whose county it is. */
export const serverSection = section({
  settings: {
    PORT: setting({
      meaning: '监听端口；0 表示任选一个空闲端口',
      fallback: '4000',
      schema: text
        .regex(/^\d{1,5}$/, '应为 0 至 65535 的整数')
        .transform(Number)
        .refine((port) => port <= 65_535, '应为 0 至 65535 的整数'),
    }),
    HOST: setting({
      meaning: '监听地址；0.0.0.0 表示所有网卡',
      fallback: '127.0.0.1',
      schema: text.regex(/^[\w.:-]+$/, '应为主机名或 IP 地址'),
    }),
    WORKERS: setting({
      meaning: '回答 HTTP 请求的进程数；大于 1 时各进程共用一个端口，后台任务在主进程中运行',
      fallback: '1',
      schema: text
        .regex(/^\d{1,3}$/, '应为 1 至 128 的整数')
        .transform(Number)
        .refine((count) => count >= 1 && count <= 128, '应为 1 至 128 的整数'),
    }),
    TRUST_PROXY: setting({
      meaning: '是否采信反向代理的 X-Forwarded-For：1 是，0 否',
      fallback: '0',
      schema: flag,
    }),
    NODE_ENV: setting({
      meaning: '运行环境：development、test 或 production',
      fallback: 'development',
      schema: oneOf(['development', 'test', 'production']),
    }),
    DATA_DIR: setting({
      meaning: '数据目录：内置数据库、内置检索引擎、口令文件和附件',
      fallback: '.data',
      schema: text.transform((path) => resolve(path)),
    }),
    COUNTY: setting({
      meaning: '县的种子数据，即 seeds/ 下的目录名',
      fallback: 'kazuo',
      schema: text.regex(/^[a-z0-9][a-z0-9-]*$/, '只能由小写字母、数字和连字符组成'),
    }),
    DATABASE_URL: setting({
      meaning: 'PostgreSQL 连接地址；不设则启动内置 PostgreSQL',
      secret: true,
      schema: address(/^postgres(ql)?$/, '应为 postgresql://用户:口令@主机:端口/库名'),
    }),
    DATABASE_REPLICA_URL: setting({
      meaning: 'PostgreSQL 只读副本的连接地址，未登录者的公开读取由它回答；不设则由主库回答',
      secret: true,
      schema: address(/^postgres(ql)?$/, '应为 postgresql://用户:口令@主机:端口/库名'),
    }),
  },
  conflicts: (given) =>
    given('DATABASE_REPLICA_URL') && !given('DATABASE_URL')
      ? ['DATABASE_REPLICA_URL：只在设有 DATABASE_URL 时才有意义，请补上 DATABASE_URL 或去掉此项']
      : [],
  read: (values) => ({
    workers: values.WORKERS,
    environment: values.NODE_ENV,
    host: values.HOST,
    /** 0 means any free port. */
    port: values.PORT,
    trustProxy: values.TRUST_PROXY,
    /** Absolute. */
    dataDir: values.DATA_DIR,
    county: values.COUNTY,
    /** Absent: PostgreSQL is started by the process itself. */
    databaseUrl: values.DATABASE_URL,
    /** Absent: everything is read from the one database. */
    replicaUrl: values.DATABASE_REPLICA_URL,
  }),
})
