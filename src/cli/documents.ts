import { globSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type ClientFile, ManifestError, manifestOf } from '../graphql/manifest.ts'
import { operationTypes } from '../graphql/operation-types.ts'
import { schema } from '../graphql/schema.ts'
import type { Manifest } from '../graphql/trusted.ts'
import { type Command, CommandError } from './command.ts'

const CLIENTS = fileURLToPath(new URL('../../clients', import.meta.url))
const FILE = `${CLIENTS}/manifest.json`
/** Front ends that are given types and a list of their documents. */
const TYPED = ['wechat']
const OWN = /^([\w-]+)[\\/](?:.*[\\/])?(\w+)\.graphql$/

export const documentsCommand: Command = {
  summary:
    '检查前端登记的查询（clients/*/operations 和所用的 fragments），生成 clients/manifest.json 和类型',
  flags: {
    check: '与已生成的文件比较，有差别则退出码为 1',
    write: '写入生成的文件',
  },
  async run({ print, flags }) {
    const manifest = made(await clientFiles('operations'), await clientFiles('fragments'))
    const files = generated(manifest)
    if (flags['write']) {
      for (const [file, text] of files) await writeFile(file, text)
      return 0
    }
    if (!flags['check']) {
      for (const [id, { client, name, cost }] of Object.entries(manifest)) {
        print(`${id}  ${client}/${name}（${cost}）`)
      }
      return 0
    }
    for (const [file, text] of files) {
      const committed = await readFile(file, 'utf8').catch(() => '')
      if (committed.replaceAll('\r\n', '\n') === text) continue
      const name = file.slice(CLIENTS.length - 'clients'.length)
      print(`${name} 与登记的查询不一致，请运行 npm run fix 并提交`)
      return 1
    }
    return 0
  },
}

/** Everything that is made of the manifest, by file. */
function generated(manifest: Manifest): [file: string, text: string][] {
  const typed = TYPED.flatMap((client): [string, string][] => {
    const { types, documents } = operationTypes(schema, manifest, client)
    const file = `${CLIENTS}/${client}/operations`
    return [
      [`${file}.d.ts`, types],
      [`${file}.js`, documents],
    ]
  })
  return [[FILE, `${JSON.stringify(manifest, null, 2)}\n`], ...typed]
}

function made(operations: readonly ClientFile[], fragments: readonly ClientFile[]) {
  try {
    return manifestOf(schema, operations, fragments)
  } catch (error) {
    if (error instanceof ManifestError) throw new CommandError(error.message)
    throw error
  }
}

async function clientFiles(folder: 'operations' | 'fragments'): Promise<ClientFile[]> {
  const paths = globSync(`*/${folder}/**/*.graphql`, { cwd: CLIENTS })
  return Promise.all(
    paths.map(async (path) => {
      const [, client = '', name = ''] = OWN.exec(path) ?? []
      return { client, name, text: await readFile(`${CLIENTS}/${path}`, 'utf8') }
    }),
  )
}
