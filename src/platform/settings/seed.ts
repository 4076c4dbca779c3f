import { flag, section, setting, text } from './section.ts'

/** What a county starts with. */
export const seedSection = section({
  settings: {
    SEED_DEMO: setting({
      meaning: '是否建立演示账号和演示信息：1 是，0 否',
      shown: 'production 时为 0，否则为 1',
      schema: flag,
    }),
    SEED_PASSWORD: setting({
      meaning: '演示账号的口令，至少 12 个字符',
      shown: '随机生成，首次启动时显示一次',
      secret: true,
      schema: text.refine((password) => Array.from(password).length >= 12, '至少 12 个字符'),
    }),
  },
  read: (values, { environment }) => ({
    demo: values.SEED_DEMO ?? environment !== 'production',
    password: values.SEED_PASSWORD,
  }),
})
