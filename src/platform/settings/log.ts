import { oneOf, section, setting } from './section.ts'

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
const LOG_FORMATS = ['auto', 'text', 'json'] as const

/** What is logged, and how. */
export const logSection = section({
  settings: {
    LOG_LEVEL: setting({
      meaning: `日志级别：${LOG_LEVELS.join('、')}`,
      fallback: 'info',
      schema: oneOf(LOG_LEVELS),
    }),
    LOG_FORMAT: setting({
      meaning: '日志格式：text 供人阅读，json 供程序处理，auto 在终端用 text、否则用 json',
      fallback: 'auto',
      schema: oneOf(LOG_FORMATS),
    }),
  },
  read: (values) => ({ level: values.LOG_LEVEL, format: values.LOG_FORMAT }),
})
