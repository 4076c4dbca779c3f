import { resolve } from 'node:path'
import { address, oneOf, section, setting, text, withoutSlash } from './section.ts'

/** Meilisearch, or the database in its place. */
export const searchSection = section({
  settings: {
    SEARCH_ENGINE: setting({
      meaning: '检索引擎：auto 用 Meilisearch（不可用时退回数据库），database 只用数据库',
      fallback: 'auto',
      schema: oneOf(['auto', 'database']),
    }),
    MEILI_URL: setting({
      meaning: 'Meilisearch 地址；不设则启动内置 Meilisearch',
      schema: address(/^https?$/, '应为 http:// 或 https:// 开头的地址').transform(withoutSlash),
    }),
    MEILI_API_KEY: setting({
      meaning: 'MEILI_URL 所指 Meilisearch 的密钥',
      secret: true,
      schema: text,
    }),
    MEILISEARCH_BIN: setting({
      meaning: '内置 Meilisearch 所用程序的路径',
      shown: '随包提供的程序，其次是 PATH 中的 meilisearch',
      schema: text.transform((path) => resolve(path)),
    }),
    MEILI_INDEX_PREFIX: setting({
      meaning: 'Meilisearch 索引名的前缀',
      fallback: 'gongkai',
      schema: text.regex(
        /^[A-Za-z0-9_-]{1,64}$/,
        '只能由字母、数字、下划线和连字符组成，至多 64 个字符',
      ),
    }),
    MEILI_AT_ONCE: setting({
      meaning:
        '每个进程同时交给 Meilisearch 的检索数，其余排队，两秒内轮不到的由数据库回答；宜为其处理器核数的一至二倍',
      fallback: '4',
      schema: text.regex(/^[1-9]\d{0,3}$/, '应为 1 至 9999 的整数').transform(Number),
    }),
  },
  conflicts: (given) =>
    given('MEILI_API_KEY') && !given('MEILI_URL')
      ? ['MEILI_API_KEY：只在设有 MEILI_URL 时才有意义，请补上 MEILI_URL 或去掉此项']
      : [],
  read: (values) => ({
    /** `database` never starts nor asks Meilisearch. */
    engine: values.SEARCH_ENGINE,
    url: values.MEILI_URL,
    apiKey: values.MEILI_API_KEY,
    binary: values.MEILISEARCH_BIN,
    indexPrefix: values.MEILI_INDEX_PREFIX,
    /** So many searches the engine has in hand. */
    atOnce: values.MEILI_AT_ONCE,
  }),
})
