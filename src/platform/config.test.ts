import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ConfigError, parseConfig, variables } from './config.ts'

function mistakes(env: Record<string, string>): readonly string[] {
  try {
    parseConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

describe('parseConfig', () => {
  test('an empty environment gives a working development configuration', () => {
    expect(parseConfig({})).toEqual({
      environment: 'development',
      host: '127.0.0.1',
      port: 4000,
      trustProxy: false,
      dataDir: resolve('.data'),
      county: 'kazuo',
      workers: 1,
      api: {
        adHoc: { open: true, pointsPerMinute: 60_000 },
        stored: { bytes: 64 * 1024 * 1024, seconds: 300, browserSeconds: 0, cdnSeconds: 10 },
      },
      search: { engine: 'auto', indexPrefix: 'gongkai', atOnce: 4 },
      files: { folder: resolve('.data/files'), limit: 50 * 1024 * 1024 },
      sms: { ratePerSecond: 10, gateway: { kind: 'console' }, links: 'http://127.0.0.1:4000/s' },
      seed: { demo: true },
      log: { level: 'info', format: 'auto' },
      sealing: { keys: [], file: resolve('.data/sealing.key') },
      proof: {
        folder: resolve('.data/proof'),
        keyFile: resolve('.data/proof/ed25519.key'),
        digest: 'sha256',
        signature: 'ed25519',
      },
      site: {},
      mail: null,
      webhook: { allowPrivate: false },
      wechat: {
        app: null,
        templates: [],
        page: 'pages/record/record?indexNumber={indexNumber}',
        ratePerSecond: 50,
      },
    })
  })

  test('an empty variable counts as missing', () => {
    expect(parseConfig({ PORT: '', DATABASE_URL: ' ' })).toEqual(parseConfig({}))
  })

  test('every variable reaches the configuration', () => {
    const config = parseConfig({
      PORT: '0',
      HOST: '::1',
      NODE_ENV: 'production',
      DATA_DIR: '/srv/gongkai',
      COUNTY: 'other-county',
      DATABASE_URL: 'postgresql://u:p@db:5432/gongkai?sslmode=require',
      DATABASE_REPLICA_URL: 'postgresql://u:p@replica:5432/gongkai',
      WORKERS: '4',
      AD_HOC_QUERIES: 'closed',
      AD_HOC_POINTS: '0',
      STORED_RESPONSES_MB: '0',
      STORED_SECONDS: '60',
      BROWSER_MAX_AGE: '5',
      CDN_MAX_AGE: '30',
      SEARCH_ENGINE: 'database',
      MEILI_URL: 'http://search:7700/',
      MEILI_API_KEY: 'key',
      MEILISEARCH_BIN: '/opt/meilisearch',
      MEILI_INDEX_PREFIX: 'test_1',
      MEILI_AT_ONCE: '12',
      UPLOAD_LIMIT_MB: '8',
      S3_ENDPOINT: 'http://storage:9000/',
      S3_BUCKET: 'gongkai',
      S3_REGION: 'cn-north-1',
      S3_ACCESS_KEY: 'access',
      S3_SECRET_KEY: 'secret',
      SMS_GATEWAY: 'smpp',
      SMS_RATE: '50',
      SMS_SOURCE: '10690421',
      SMPP_URL: 'ssmpp://smsc.example',
      SMPP_SYSTEM_ID: 'kazuo',
      SMPP_PASSWORD: 'secret99',
      SMPP_SYSTEM_TYPE: 'GOV',
      SMPP_WINDOW: '20',
      SMS_INBOUND_SECRET: 'sixteen-letters-at-least',
      SHORT_LINK_URL: 'https://gk.example/s/',
      SEED_DEMO: '1',
      SEED_PASSWORD: '十二个字符的口令也要够长度',
      LOG_LEVEL: 'silent',
      LOG_FORMAT: 'json',
      SEALING_KEYS: Buffer.alloc(32, 7).toString('base64'),
      SITE_URL: 'https://www.example.gov.cn/',
      WEBHOOK_PRIVATE_ADDRESSES: '1',
      TRUST_PROXY: '1',
      SMTP_URL: 'smtps://u:p@mail:465',
      MAIL_FROM: 'gk@example.org',
      MAIL_LINK: 'https://gk.example.org',
      WECHAT_APP_ID: 'wx0123456789abcdef',
      WECHAT_APP_SECRET: 'secret-of-the-mini-program',
      WECHAT_ENDPOINT: 'http://wechat:8080/',
      WECHAT_TEMPLATES: '[{"id":"t-1","fields":{"thing1":"title"}}]',
      WECHAT_PAGE: 'pages/one?n={indexNumber}',
      WECHAT_RATE: '5',
    })
    expect(config).toEqual({
      environment: 'production',
      host: '::1',
      port: 0,
      trustProxy: true,
      dataDir: '/srv/gongkai',
      county: 'other-county',
      databaseUrl: 'postgresql://u:p@db:5432/gongkai?sslmode=require',
      replicaUrl: 'postgresql://u:p@replica:5432/gongkai',
      workers: 4,
      api: {
        adHoc: { open: false, pointsPerMinute: 0 },
        stored: { bytes: 0, seconds: 60, browserSeconds: 5, cdnSeconds: 30 },
      },
      search: {
        engine: 'database',
        url: 'http://search:7700',
        apiKey: 'key',
        binary: '/opt/meilisearch',
        indexPrefix: 'test_1',
        atOnce: 12,
      },
      files: {
        folder: '/srv/gongkai/files',
        limit: 8 * 1024 * 1024,
        s3: {
          endpoint: 'http://storage:9000',
          region: 'cn-north-1',
          bucket: 'gongkai',
          accessKey: 'access',
          secretKey: 'secret',
        },
      },
      sms: {
        ratePerSecond: 50,
        links: 'https://gk.example/s',
        gateway: {
          kind: 'smpp',
          centre: {
            host: 'smsc.example',
            port: 3550,
            tls: true,
            systemId: 'kazuo',
            password: 'secret99',
            systemType: 'GOV',
          },
          source: '10690421',
          window: 20,
        },
        inboundSecret: 'sixteen-letters-at-least',
      },
      seed: { demo: true, password: '十二个字符的口令也要够长度' },
      log: { level: 'silent', format: 'json' },
      sealing: { keys: [Buffer.alloc(32, 7)], file: '/srv/gongkai/sealing.key' },
      proof: {
        folder: '/srv/gongkai/proof',
        keyFile: '/srv/gongkai/proof/ed25519.key',
        digest: 'sha256',
        signature: 'ed25519',
      },
      site: { url: 'https://www.example.gov.cn' },
      mail: {
        url: 'smtps://u:p@mail:465',
        from: 'gk@example.org',
        link: 'https://gk.example.org',
      },
      webhook: { allowPrivate: true },
      wechat: {
        app: {
          appId: 'wx0123456789abcdef',
          secret: 'secret-of-the-mini-program',
          endpoint: 'http://wechat:8080',
        },
        templates: [{ id: 't-1', kinds: [], longTerm: false, fields: { thing1: 'title' } }],
        page: 'pages/one?n={indexNumber}',
        ratePerSecond: 5,
      },
    })
  })

  test('an SMS provider is reached where it says, or where it is usually', () => {
    const given = {
      SMS_KEY_ID: 'id',
      SMS_KEY_SECRET: 'secret',
      SMS_TEMPLATE: 'SMS_1',
      SMS_ANSWER_TEMPLATE: 'SMS_2',
      SHORT_LINK_URL: 'https://gk.example/s',
    }
    const provider = {
      key: { id: 'id', secret: 'secret' },
      templates: { RECORD: 'SMS_1', ANSWER: 'SMS_2' },
    }
    expect(parseConfig({ SMS_GATEWAY: 'aliyun', ...given }).sms.gateway).toEqual({
      kind: 'aliyun',
      endpoint: 'https://dysmsapi.aliyuncs.com',
      ...provider,
    })
    const tencent = { SMS_GATEWAY: 'tencent', SMS_APPLICATION: '14', SMS_ENDPOINT: 'http://sms/' }
    expect(parseConfig({ ...tencent, ...given }).sms.gateway).toEqual({
      kind: 'tencent',
      endpoint: 'http://sms',
      application: '14',
      region: 'ap-beijing',
      ...provider,
    })
  })

  test('a gateway without what it needs is refused, all of it at once', () => {
    expect(mistakes({ SMS_GATEWAY: 'smpp', SMPP_URL: 'smpp://c:2775' })).toEqual([
      'SMPP_SYSTEM_ID：SMS_GATEWAY 为 smpp 时不能缺少',
      'SMPP_PASSWORD：SMS_GATEWAY 为 smpp 时不能缺少',
      'SMS_SOURCE：SMS_GATEWAY 为 smpp 时不能缺少',
      'SHORT_LINK_URL：SMS_GATEWAY 为 smpp 时不能缺少',
    ])
    expect(mistakes({ SMS_GATEWAY: 'tencent' })).toHaveLength(6)
  })

  test('a mini-program has its id with its secret, templates of their shape, and a page', () => {
    const id = { WECHAT_APP_ID: 'wx0123456789abcdef' }
    const secret = { WECHAT_APP_SECRET: 'secret-of-the-mini-program' }
    expect(mistakes(id)).toEqual(['WECHAT_APP_SECRET：须与 WECHAT_APP_ID 同时设置'])
    expect(mistakes(secret)).toHaveLength(1)
    for (const WECHAT_TEMPLATES of ['{', '{}', '[{"id":"t"}]', '[{"id":"t","fields":{},"x":1}]']) {
      expect(mistakes({ ...id, ...secret, WECHAT_TEMPLATES })).toHaveLength(1)
    }
    expect(mistakes({ WECHAT_PAGE: 'pages/record' })).toHaveLength(1)
    const wrong = mistakes({ ...id, WECHAT_APP_SECRET: 'short' })
    expect(wrong).toHaveLength(1)
    expect(wrong.join()).not.toContain('short')
  })

  test('production has no demo accounts unless asked for', () => {
    expect(parseConfig({ NODE_ENV: 'production' }).seed.demo).toBe(false)
  })

  test('all mistakes are listed in one error, each with its variable', () => {
    const problems = mistakes({
      PORT: '70000',
      NODE_ENV: 'prod',
      COUNTY: '../etc',
      DATABASE_URL: 'mysql://root@localhost/x',
      MEILI_API_KEY: 'key',
      UPLOAD_LIMIT_MB: '0',
      S3_ENDPOINT: 'http://storage:9000',
      S3_BUCKET: 'gongkai',
      SEED_DEMO: 'yes',
      SEED_PASSWORD: 'short',
      LOG_LEVEL: 'loud',
    })
    expect(problems.map((line) => line.split('：')[0])).toEqual([
      'PORT',
      'NODE_ENV',
      'COUNTY',
      'DATABASE_URL',
      'MEILI_API_KEY',
      'UPLOAD_LIMIT_MB',
      'S3_ACCESS_KEY',
      'S3_SECRET_KEY',
      'SEED_DEMO',
      'SEED_PASSWORD',
      'LOG_LEVEL',
    ])
    expect(problems[0]).toBe('PORT：应为 0 至 65535 的整数（现为 "70000"）')
    expect(new ConfigError(problems).message.split('\n')).toHaveLength(problems.length + 1)
  })

  test.each(['-1', '4000.5', '4e3', '0x10', 'abc'])('PORT=%s is refused', (PORT) => {
    expect(mistakes({ PORT })).toHaveLength(1)
  })

  test('a secret is never repeated in the message', () => {
    const text = mistakes({ DATABASE_URL: 'mysql://u:geheim@h/x', SEED_PASSWORD: 'geheim' }).join()
    expect(text).toContain('DATABASE_URL')
    expect(text).not.toContain('geheim')
  })
})

test('the settings table gives each variable a meaning', () => {
  expect(variables.find(({ name }) => name === 'PORT')).toMatchObject({ fallback: '4000' })
  for (const { meaning } of variables) expect(meaning).toMatch(/\p{Script=Han}/u)
})
