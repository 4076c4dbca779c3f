import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { findingLines } from '../modules/oversight/finding.ts'
import { writeArchive } from '../modules/oversight/archive-write.ts'
import { tarMembers } from '../modules/oversight/tar.ts'
import { verifyArchive } from '../modules/oversight/verify-archive.ts'
import { type Verdict, verifyDatabase } from '../modules/oversight/verify-database.ts'
import { withApplication } from './application.ts'
import { type Command, CommandError, type Invocation } from './command.ts'

/** Findings that are told one by one. */
const SHOWN = 20

export const exportCommand: Command = {
  summary: '写出可脱离数据库独立核验的存证存档（tar.gz）',
  options: {
    out: '存档文件的路径',
    from: '只含此时起的存证记录，如 2026-01-01 或 2026-01-01T08:00:00+08:00',
    to: '只含此时前最后一个检查点为止的存证记录',
  },
  run: (invocation) =>
    withApplication(invocation, async ({ proof, files }) => {
      const { options, print, step } = invocation
      const { out } = options
      if (out === undefined) throw new CommandError('请用 --out 指明存档文件的路径')
      const span = { from: momentOf('from', options), to: momentOf('to', options) }
      const partial = `${out}.partial`
      try {
        const written = await writeArchive(
          proof,
          files.store,
          span,
          createWriteStream(partial),
          (done, of) => step(`已写出 ${done}/${of}`),
        )
        await rename(partial, out)
        print(`已写出 ${out}：存证记录 ${written.entries} 条，附件 ${written.files} 个`)
        print(`签名密钥编号 ${proof.signer.id}，公钥 ${proof.signer.publicKey}`)
        return 0
      } finally {
        await rm(partial, { force: true })
      }
    }),
}

export const verifyCommand: Command = {
  summary: '核验存证存档；不给文件时核验现有数据库。发现不符则退出码为 1',
  args: ['存档文件?'],
  options: { key: '只信任此公钥或密钥编号签名的存档，多个以逗号分隔' },
  async run(invocation) {
    const started = performance.now()
    const verdict = await examined(invocation)
    return tell(verdict, (performance.now() - started) / 1_000, invocation)
  },
}

function examined(invocation: Invocation): Promise<Verdict> {
  const { args, options, step } = invocation
  const progress = (done: number, of: number) => step(`已核验 ${done}/${of}`)
  const [file] = args
  if (file === undefined) {
    return withApplication(invocation, ({ proof }) => verifyDatabase(proof, progress))
  }
  const trusted = options['key']?.split(',').map((key) => key.trim()) ?? []
  const stream = createReadStream(file)
  const unzipped = createGunzip()
  stream.once('error', (error) => unzipped.destroy(error))
  return verifyArchive(tarMembers(stream.pipe(unzipped)), { trusted, step: progress })
}

function tell(
  { findings, size, checkpoint }: Verdict,
  seconds: number,
  { print }: Invocation,
): number {
  const shown = findings.slice(0, SHOWN)
  for (const one of shown) print(findingLines(one).join('\n'))
  if (findings.length > SHOWN) print(`……另有 ${findings.length - SHOWN} 处不符`)
  const signed = checkpoint
    ? `检查点 ${checkpoint.size}（${checkpoint.at}，密钥 ${checkpoint.keyId}）`
    : '尚无检查点'
  const result = findings.length === 0 ? '全部相符' : `发现 ${findings.length} 处不符`
  print(`核验存证记录至第 ${size} 条，${signed}，用时 ${seconds.toFixed(1)} 秒：${result}`)
  return findings.length === 0 ? 0 : 1
}

function momentOf(name: 'from' | 'to', options: Invocation['options']): Date | undefined {
  const given = options[name]
  if (given === undefined) return undefined
  // A date is its first moment where the county lies.
  const moment = new Date(/^\d{4}-\d\d-\d\d$/.test(given) ? `${given}T00:00:00+08:00` : given)
  if (Number.isNaN(moment.getTime())) throw new CommandError(`--${name} 应为日期或 ISO 8601 时间`)
  return moment
}
