import { join } from 'node:path'
import { keyOf } from '../sealing.ts'
import { section, setting, text } from './section.ts'

/** Keys that personal data is encrypted with at rest. */
export const sealingSection = section({
  settings: {
    SEALING_KEYS: setting({
      meaning:
        '加密个人信息的密钥：32 字节的 Base64，多个以逗号分隔，新密钥在前；多台服务器须相同，丢失则无法再解密',
      shown: '首次启动时生成，存入数据目录的 sealing.key',
      secret: true,
      schema: text.transform((keys, context) => {
        try {
          return keys.split(',').map(keyOf)
        } catch (error) {
          context.addIssue((error as Error).message)
          return []
        }
      }),
    }),
  },
  read: (values, { dataDir }) => ({
    /** Empty: those of the file. */
    keys: values.SEALING_KEYS ?? [],
    /** Absolute. */
    file: join(dataDir, 'sealing.key'),
  }),
})
