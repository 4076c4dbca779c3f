import { NAMES } from './archive.ts'

/** What an archive says of itself to whoever opens it. */
export const ARCHIVE_README = `# 政府信息公开存证存档

本存档可以脱离数据库、脱离原系统独立核验：

    npm run audit:verify -- 存档文件 --key 公钥或密钥编号

不带 --key 时，只核验存档自身前后一致；带 --key 时，还要求存档由所指定的密钥签名。公钥应从存档以外的渠道取得，
例如县政府网站的 /.well-known/gongkai/checkpoints，或者纸质公布件。

## 文件

| 文件 | 内容 |
| --- | --- |
| ${NAMES.manifest} | 存档的范围、起点和签名 |
| ${NAMES.readme} | 本说明，其杂凑值在 ${NAMES.manifest} 中 |
| ${NAMES.keys} | 历次使用的签名公钥 |
| ${NAMES.checkpoints} | 检查点：某一时刻整条存证链的默克尔树根及其签名 |
| ${NAMES.ledger}*.ndjson | 存证链：每行一条记录，连同它所指的数据行 |
| ${NAMES.attachments}* | 公开件的附件，文件名即附件编号，杂凑值在公开件的 attachments 中 |

## 逐步核验的办法

1. 每条记录（entry）除 entryHash 外，按 RFC 8785 写成 JSON，前加一个零字节，取杂凑值（algorithm），即 entryHash；
   previousHash 等于前一条的 entryHash。
2. 记录的 rowHash 是 {"columns": 数据行, "tables": 各表格的行数和杂凑值} 的 RFC 8785 JSON 的杂凑值。表格的各行写在
   其公开件之前（row）；表格的杂凑值是各行 content 组成的列表的 RFC 8785 JSON 的 SHA-256。
3. 以各条 entryHash 为叶节点，按 RFC 6962 第2.1节逐层计算，在检查点的 size 处所得的树根等于检查点的 root。
4. 检查点的签名是对除 signature 外各项的 RFC 8785 JSON 的签名（Ed25519，或 SM2 加 SM3）。
5. 审计事件的签名、公开件的内容杂凑值、版本的衔接，见源代码 docs/PROOF.md。

数据行中的个别列以带密钥的杂凑值代替，如审核意见、未公开版本的杂凑值：其内容不属于公开的范围，也不能由杂凑值猜出。
`
