import { address, oneOf, section, setting, text, withoutSlash } from './section.ts'

const GATEWAYS = ['console', 'smpp', 'aliyun', 'tencent'] as const

/** What each gateway cannot do without; what leaves for telephones must not link to this machine. */
const NEEDED = {
  console: [],
  smpp: ['SMPP_URL', 'SMPP_SYSTEM_ID', 'SMPP_PASSWORD', 'SMS_SOURCE', 'SHORT_LINK_URL'],
  aliyun: ['SMS_KEY_ID', 'SMS_KEY_SECRET', 'SMS_TEMPLATE', 'SMS_ANSWER_TEMPLATE', 'SHORT_LINK_URL'],
  tencent: [
    'SMS_KEY_ID',
    'SMS_KEY_SECRET',
    'SMS_TEMPLATE',
    'SMS_ANSWER_TEMPLATE',
    'SMS_APPLICATION',
    'SHORT_LINK_URL',
  ],
} as const

const ENDPOINTS = {
  aliyun: 'https://dysmsapi.aliyuncs.com',
  tencent: 'https://sms.tencentcloudapi.com',
}

/** How texts reach telephones. */
export const smsSection = section({
  settings: {
    SMS_GATEWAY: setting({
      meaning: '短信网关：console 只记日志，smpp 直连运营商，aliyun 阿里云，tencent 腾讯云',
      fallback: 'console',
      schema: oneOf(GATEWAYS),
    }),
    SMS_RATE: setting({
      meaning: '每秒至多发送的短信条数',
      fallback: '10',
      schema: text.regex(/^[1-9]\d{0,3}$/, '应为 1 至 9999 的整数').transform(Number),
    }),
    SMS_SOURCE: setting({
      meaning: '发送短信的号码，smpp 用，如 10690421',
      schema: text.regex(/^\d{3,20}$/, '应为 3 至 20 位数字'),
    }),
    SMPP_URL: setting({
      meaning: '短信中心地址，smpp://主机:端口，加密连接用 ssmpp://',
      schema: address(/^s?smpp$/, '应为 smpp:// 或 ssmpp:// 开头的地址'),
    }),
    SMPP_SYSTEM_ID: setting({
      meaning: '登录短信中心的系统编号',
      schema: text.regex(/^[\x21-\x7e]{1,15}$/, '应为至多 15 个字母、数字或符号'),
    }),
    SMPP_PASSWORD: setting({
      meaning: '登录短信中心的口令',
      secret: true,
      schema: text.regex(/^[\x21-\x7e]{1,8}$/, '应为至多 8 个字母、数字或符号'),
    }),
    SMPP_SYSTEM_TYPE: setting({
      meaning: '登录短信中心的系统类型，运营商要求时才设',
      fallback: '',
      schema: text.regex(/^[\x21-\x7e]{0,12}$/, '应为至多 12 个字母、数字或符号'),
    }),
    SMPP_WINDOW: setting({
      meaning: '短信中心尚未应答时至多可再提交的条数',
      fallback: '10',
      schema: text.regex(/^[1-9]\d{0,2}$/, '应为 1 至 999 的整数').transform(Number),
    }),
    SMS_ENDPOINT: setting({
      meaning: '阿里云或腾讯云短信接口的地址',
      shown: '各自的公网地址',
      schema: address(/^https?$/, '应为 http:// 或 https:// 开头的地址').transform(withoutSlash),
    }),
    SMS_KEY_ID: setting({
      meaning: '阿里云或腾讯云的访问密钥编号',
      secret: true,
      schema: text,
    }),
    SMS_KEY_SECRET: setting({
      meaning: '阿里云或腾讯云的访问密钥',
      secret: true,
      schema: text,
    }),
    SMS_APPLICATION: setting({
      meaning: '腾讯云短信应用编号（SmsSdkAppId）',
      schema: text.regex(/^\d{1,20}$/, '应为数字'),
    }),
    SMS_REGION: setting({
      meaning: '腾讯云短信接口的地域',
      fallback: 'ap-beijing',
      schema: text.regex(/^[a-z0-9-]{1,32}$/, '只能由小写字母、数字和连字符组成'),
    }),
    SMS_TEMPLATE: setting({
      meaning: '阿里云或腾讯云审核通过的推送模板编号，变量依次为 line（内容）和 link（短链接）',
      schema: text.regex(/^\w{1,64}$/, '应为模板编号'),
    }),
    SMS_ANSWER_TEMPLATE: setting({
      meaning: '阿里云或腾讯云审核通过的回复模板编号，变量为 text（回复内容）',
      schema: text.regex(/^\w{1,64}$/, '应为模板编号'),
    }),
    SMS_INBOUND_SECRET: setting({
      meaning:
        '群众所发短信由外部送入本服务（/sms/inbound）时的共享密钥，至少 16 个字符；不设则不接收',
      secret: true,
      schema: text.regex(/^[\w-]{16,128}$/, '应为 16 至 128 个字母、数字、下划线或连字符'),
    }),
    SHORT_LINK_URL: setting({
      meaning: '短信中短链接的前缀，公网可访问，指向本服务的 /s；SMS_GATEWAY 不为 console 时必设',
      fallback: 'http://127.0.0.1:4000/s',
      schema: address(/^https?$/, '应为 http:// 或 https:// 开头的地址').transform(withoutSlash),
    }),
  },
  conflicts: (given) => {
    const gateway = GATEWAYS.find((name) => name === given('SMS_GATEWAY')) ?? 'console'
    return NEEDED[gateway]
      .filter((name) => given(name) === undefined)
      .map((name) => `${name}：SMS_GATEWAY 为 ${gateway} 时不能缺少`)
  },
  read: (values) => ({
    ratePerSecond: values.SMS_RATE,
    /** Before the slash and the code of a short link. */
    links: values.SHORT_LINK_URL,
    gateway: gatewayOf(values),
    /** Absent: nothing is taken from outside. */
    inboundSecret: values.SMS_INBOUND_SECRET,
  }),
})

interface GatewayValues {
  readonly SMS_GATEWAY: (typeof GATEWAYS)[number]
  readonly SMS_SOURCE?: string
  readonly SMPP_URL?: string
  readonly SMPP_SYSTEM_ID?: string
  readonly SMPP_PASSWORD?: string
  readonly SMPP_SYSTEM_TYPE: string
  readonly SMPP_WINDOW: number
  readonly SMS_ENDPOINT?: string
  readonly SMS_KEY_ID?: string
  readonly SMS_KEY_SECRET?: string
  readonly SMS_APPLICATION?: string
  readonly SMS_REGION: string
  readonly SMS_TEMPLATE?: string
  readonly SMS_ANSWER_TEMPLATE?: string
}

const SMPP_PORT = 2775
const SMPP_TLS_PORT = 3550

function gatewayOf(values: GatewayValues) {
  const { SMS_GATEWAY: kind } = values
  if (kind === 'console') return { kind }
  if (kind === 'smpp') {
    const { protocol, hostname, port } = new URL(values.SMPP_URL ?? '')
    const tls = protocol === 'ssmpp:'
    return {
      kind,
      centre: {
        host: hostname,
        port: Number(port) || (tls ? SMPP_TLS_PORT : SMPP_PORT),
        tls,
        systemId: values.SMPP_SYSTEM_ID ?? '',
        password: values.SMPP_PASSWORD ?? '',
        systemType: values.SMPP_SYSTEM_TYPE,
      },
      source: values.SMS_SOURCE ?? '',
      window: values.SMPP_WINDOW,
    }
  }
  const provider = {
    endpoint: values.SMS_ENDPOINT ?? ENDPOINTS[kind],
    key: { id: values.SMS_KEY_ID ?? '', secret: values.SMS_KEY_SECRET ?? '' },
    templates: { RECORD: values.SMS_TEMPLATE ?? '', ANSWER: values.SMS_ANSWER_TEMPLATE ?? '' },
  }
  if (kind === 'aliyun') return { kind, ...provider }
  return {
    kind,
    ...provider,
    application: values.SMS_APPLICATION ?? '',
    region: values.SMS_REGION,
  }
}
