import { type SearchDrift, searchDrift } from '../modules/search/drift.ts'
import { SearchEngineError } from '../modules/search/ports.ts'
import { rebuildIndex } from '../modules/search/rebuild.ts'
import type { Indexer } from '../modules/search/sync.ts'
import { withApplication } from './application.ts'
import { type Command, CommandError, type Invocation } from './command.ts'

const SHOWN = 20

export const rebuildCommand: Command = {
  summary: '不停机重建检索索引',
  run: (invocation) =>
    withIndex(invocation, async (indexer) => {
      const { print, step } = invocation
      const count = await rebuildIndex(indexer, (done, total) => step(`已写入 ${done}/${total}`))
      print(`检索索引已重建，共 ${count} 条`)
      return 0
    }),
}

export const searchDriftCommand: Command = {
  summary: '比较检索索引与已公开信息，有缺失、多余或过期则退出码为 1',
  run: (invocation) =>
    withIndex(invocation, async ({ publicPool, engine }) => {
      const drift = await searchDrift(publicPool, engine)
      const lines = driftLines(drift)
      invocation.print(lines.join('\n'))
      return lines.length > 1 ? 1 : 0
    }),
}

function driftLines({ missing, extra, stale }: SearchDrift): string[] {
  const groups = { 缺失: missing, 多余: extra, 过期: stale }
  const counts = Object.entries(groups).map(([name, drifted]) => `${name} ${drifted.length}`)
  const shown = Object.entries(groups).flatMap(([name, drifted]) => {
    return drifted.map(
      ({ indexNumber, disclosureId }) => `  ${name} ${indexNumber ?? disclosureId}`,
    )
  })
  const rest = shown.length > SHOWN ? [`  ……另有 ${shown.length - SHOWN} 条`] : []
  return [`检索索引与已公开信息相比：${counts.join('，')}`, ...shown.slice(0, SHOWN), ...rest]
}

async function withIndex(
  invocation: Invocation,
  use: (indexer: Indexer) => Promise<number>,
): Promise<number> {
  return withApplication(invocation, async ({ indexer }) => {
    if (!indexer) throw new CommandError('没有检索引擎：检索由数据库直接回答，没有索引')
    try {
      return await use(indexer)
    } catch (error) {
      if (!(error instanceof SearchEngineError)) throw error
      throw new CommandError(`检索引擎未能完成（${error.code}）`, { cause: error })
    }
  })
}
