import { join } from 'node:path'
import { address, section, setting, text, withoutSlash } from './section.ts'

/** Where attachments lie. */
export const filesSection = section({
  settings: {
    UPLOAD_LIMIT_MB: setting({
      meaning: '单个附件的大小上限，单位 MB',
      fallback: '50',
      schema: text
        .regex(/^\d{1,4}$/, '应为 1 至 1024 的整数')
        .transform(Number)
        .refine((size) => size >= 1 && size <= 1024, '应为 1 至 1024 的整数'),
    }),
    S3_ENDPOINT: setting({
      meaning: '存放附件的 S3 兼容服务的地址；不设则存入数据目录',
      schema: address(/^https?$/, '应为 http:// 或 https:// 开头的地址').transform(withoutSlash),
    }),
    S3_BUCKET: setting({
      meaning: 'S3_ENDPOINT 所指服务中的存储桶',
      schema: text.regex(/^[a-z0-9][a-z0-9.-]{1,62}$/, '应为存储桶的名称'),
    }),
    S3_REGION: setting({
      meaning: '存储桶所在的区域',
      fallback: 'us-east-1',
      schema: text.regex(/^[\w-]{1,64}$/, '只能由字母、数字、下划线和连字符组成'),
    }),
    S3_ACCESS_KEY: setting({
      meaning: '存储桶的访问密钥编号',
      secret: true,
      schema: text,
    }),
    S3_SECRET_KEY: setting({
      meaning: '存储桶的访问密钥',
      secret: true,
      schema: text,
    }),
  },
  conflicts: (given) =>
    given('S3_ENDPOINT')
      ? (['S3_BUCKET', 'S3_ACCESS_KEY', 'S3_SECRET_KEY'] as const)
          .filter((name) => !given(name))
          .map((name) => `${name}：设有 S3_ENDPOINT 时不能缺少`)
      : [],
  read: (values, { dataDir }) => ({
    /** Absolute: where attachments lie, and uploads while they come in. */
    folder: join(dataDir, 'files'),
    /** Bytes of one upload. */
    limit: values.UPLOAD_LIMIT_MB * 1024 * 1024,
    /** Absent: attachments lie in the folder. */
    s3:
      values.S3_ENDPOINT === undefined
        ? undefined
        : {
            endpoint: values.S3_ENDPOINT,
            region: values.S3_REGION,
            bucket: values.S3_BUCKET ?? '',
            accessKey: values.S3_ACCESS_KEY ?? '',
            secretKey: values.S3_SECRET_KEY ?? '',
          },
  }),
})
