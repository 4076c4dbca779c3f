import { globSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { ManifestError, manifestOf, type OperationFile } from '../graphql/manifest.ts'
import { schema } from '../graphql/schema.ts'
import { type Command, CommandError } from './command.ts'

const CLIENTS = fileURLToPath(new URL('../../clients', import.meta.url))
const FILE = `${CLIENTS}/manifest.json`
const OPERATION = /^([\w-]+)[\\/]operations[\\/](?:.*[\\/])?(\w+)\.graphql$/

export const documentsCommand: Command = {
  summary: '检查前端登记的查询（clients/*/operations），生成 clients/manifest.json',
  flags: {
    check: '与 clients/manifest.json 比较，有差别则退出码为 1',
    write: '写入 clients/manifest.json',
  },
  async run({ print, flags }) {
    const manifest = made(await operations())
    const text = `${JSON.stringify(manifest, null, 2)}\n`
    if (flags['write']) {
      await writeFile(FILE, text)
      return 0
    }
    if (!flags['check']) {
      for (const [id, { client, name, cost }] of Object.entries(manifest)) {
        print(`${id}  ${client}/${name}（${cost}）`)
      }
      return 0
    }
    const committed = await readFile(FILE, 'utf8').catch(() => '')
    if (committed.replaceAll('\r\n', '\n') === text) return 0
    print('clients/manifest.json 与登记的查询不一致，请运行 npm run fix 并提交')
    return 1
  },
}

function made(files: readonly OperationFile[]) {
  try {
    return manifestOf(schema, files)
  } catch (error) {
    if (error instanceof ManifestError) throw new CommandError(error.message)
    throw error
  }
}

async function operations(): Promise<OperationFile[]> {
  const paths = globSync('*/operations/**/*.graphql', { cwd: CLIENTS })
  return Promise.all(
    paths.map(async (path) => {
      const [, client = '', name = ''] = OPERATION.exec(path) ?? []
      return { client, name, text: await readFile(`${CLIENTS}/${path}`, 'utf8') }
    }),
  )
}
