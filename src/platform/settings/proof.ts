import { join, resolve } from 'node:path'
import { oneOf, section, setting, text } from './section.ts'

/** How what happened is proved later. */
export const proofSection = section({
  settings: {
    PROOF_DIGEST: setting({
      meaning: '存证链的杂凑算法：sha256 或 sm3；存证链有第一条记录后不再改变',
      fallback: 'sha256',
      schema: oneOf(['sha256', 'sm3']),
    }),
    PROOF_SIGNATURE: setting({
      meaning: '存证签名算法：ed25519 或 sm2',
      fallback: 'ed25519',
      schema: oneOf(['ed25519', 'sm2']),
    }),
    PROOF_KEY_FILE: setting({
      meaning:
        '存证签名私钥文件，多台服务器可用同一个；没有则生成。换用新文件即轮换密钥，旧公钥一直保留',
      shown: 'DATA_DIR/proof 下按算法命名的文件',
      schema: text.transform((path) => resolve(path)),
    }),
  },
  read: (values, { dataDir }) => {
    const folder = join(dataDir, 'proof')
    const signature = values.PROOF_SIGNATURE
    return {
      digest: values.PROOF_DIGEST,
      signature,
      /** Absolute. */
      keyFile: values.PROOF_KEY_FILE ?? join(folder, `${signature}.key`),
      /** Absolute: where checkpoints are written beside the database. */
      folder,
    }
  },
})
