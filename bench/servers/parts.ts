import type { Profiler, Runtime } from 'node:inspector'

/** Milliseconds of processor time by the part of the program that took them. */
export type Parts = Readonly<Record<string, number>>

/** Where the samples of a profile fell, the idle ones left out; of its first milliseconds only, when told so. */
export function partsOf(profile: Profiler.Profile, firstMs = Infinity): Parts {
  const { nodes, samples = [], timeDeltas = [] } = profile
  const partOf = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]))
  const parts = new Map<string, number>()
  let at = 0
  for (const [index, id] of samples.entries()) {
    const ms = (timeDeltas[index] ?? 0) / 1_000
    at += ms
    if (at > firstMs) break
    const part = partOf.get(id)
    if (part) parts.set(part, (parts.get(part) ?? 0) + ms)
  }
  return Object.fromEntries(parts)
}

/** The part that a function belongs to; null where nothing is done. */
function nameOf({ functionName, url }: Runtime.CallFrame): string | null {
  if (functionName === '(idle)') return null
  if (functionName === '(garbage collector)') return 'garbage collection'
  if (/^node:internal\/modules|^node:internal\/deps/.test(url)) return 'loading of modules'
  if (/^node:(_http|internal\/http)/.test(url)) return 'node:http'
  if (/^node:(net|internal\/stream)/.test(url)) return 'sockets'
  if (url.startsWith('node:')) return 'the rest of Node'
  const [, folder] = /\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? []
  if (folder) return folder
  const [, own] = /\/(src\/[^/]+|bench)\//.exec(url) ?? []
  return own ?? (url.startsWith('wasm') ? 'WebAssembly' : 'native code')
}
