import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const read = (path: string): string => readFileSync(path, 'utf8')
const rules = read('test/architecture.test.ts')
const page = read('docs/ARCHITECTURE.md')

/** The entries of a list in the rules' text, groups in bold as the document has them. */
function entries(text: string, list: RegExp): string[] {
  const inside = new RegExp(`${list.source}\\[([^\\]]*)\\]`).exec(text)?.[1] ?? ''
  return [...inside.matchAll(/'([^']*)'|\.\.\.([A-Z]+)/g)].map(
    ([, entry, group = '']) => entry ?? `**${group.toLowerCase()}**`,
  )
}

/** The layers of the rules as rows of the document's table. */
function layerRows(): string[] {
  const layers = rules.slice(rules.indexOf('layers: {'), rules.indexOf('moduleOrder: ['))
  const single = layers.split(/^ {4}(?=\w+: \{)/m).slice(1)
  return single.map((layer) => {
    const files = entries(layer, /files: /).map((glob) => `\`${glob.replace('src/', '')}\``)
    const cells = [files, entries(layer, /may: /), entries(layer, /typesOf: /)]
    return [/^\w+/.exec(layer)?.[0], ...cells.map((cell) => cell.join(', '))].join(' | ')
  })
}

test('the page says of every layer what the rules say', () => {
  const table = page.slice(page.indexOf('| layer'), page.indexOf('\nBesides'))
  const [, , ...rows] = table.trim().split('\n')
  const cells = (row: string): string[] => row.slice(1, -1).split('|')
  const said = rows.map((row) =>
    cells(row)
      .map((cell) => cell.trim())
      .join(' | '),
  )
  expect(said).toEqual(layerRows())
})

test('the page says of every group of layers what the rules say', () => {
  const words = page.replaceAll(/\s+/g, ' ')
  for (const group of ['pure', 'core']) {
    const list = new RegExp(`const ${group.toUpperCase()} = `)
    expect(words).toContain(`**${group}** = ${entries(rules, list).join(', ')}.`)
  }
})

test('the page is one page', () => {
  expect(page.split('\n').length - 1).toBeLessThanOrEqual(150)
})

/** Where a path that is named may start. */
const BASES = ['', 'src/', 'src/modules/']

test.each(globSync('docs/**/*.md'))('every path that %s names is there', (document) => {
  const text = read(document)
  const named = [...text.matchAll(/`([\w*-]+\/[\w./*{},-]*)`/g)].map(([, path = '']) => path)
  const linked = [...text.matchAll(/\]\(([^)#:]+)\)/g)].map(([, path = '']) =>
    new URL(path, `file:///${document}`).pathname.slice(1),
  )
  const isMissing = (path: string) => BASES.every((base) => globSync(base + path).length === 0)
  expect([...named, ...linked].filter(isMissing)).toEqual([])
})
