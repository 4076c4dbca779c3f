import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { schemaText } from '../graphql/print.ts'
import { schema } from '../graphql/schema.ts'
import type { Command } from './command.ts'

const FILE = fileURLToPath(new URL('../../schema.graphql', import.meta.url))
const SHOWN_LINES = 10

export const schemaCommand: Command = {
  summary: '输出由代码生成的 GraphQL schema',
  flags: {
    check: '与 schema.graphql 比较，有差别则退出码为 1',
    write: '写入 schema.graphql',
  },
  async run({ print, flags }) {
    const text = schemaText(schema)
    if (flags['write']) {
      await writeFile(FILE, text)
      return 0
    }
    if (!flags['check']) {
      print(text.trimEnd())
      return 0
    }
    const committed = await readFile(FILE, 'utf8').catch(() => '')
    if (committed.replaceAll('\r\n', '\n') === text) return 0
    print('schema.graphql 与代码不一致，请运行 npm run fix 并提交。开头的差别：')
    print(difference(committed.split('\n'), text.split('\n')).join('\n'))
    return 1
  },
}

/** Lines of one side that the other lacks, the first few of them: a hint, not a patch. */
function difference(committed: readonly string[], printed: readonly string[]): string[] {
  const gone = new Set(committed)
  const come = new Set(printed)
  const lines = [
    ...committed.filter((line) => !come.has(line)).map((line) => `- ${line}`),
    ...printed.filter((line) => !gone.has(line)).map((line) => `+ ${line}`),
  ]
  const from = committed.findIndex((line, index) => line !== printed[index])
  if (lines.length === 0) return [`第 ${from + 1} 行起次序不同`]
  const rest = lines.length - SHOWN_LINES
  return rest > 0 ? [...lines.slice(0, SHOWN_LINES), `……另有 ${rest} 行`] : lines
}
