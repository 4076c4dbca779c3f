import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import manifest from '../package.json' with { type: 'json' }
import { variables } from '../src/platform/config.ts'

const README = readFileSync(join(import.meta.dirname, '..', 'README.md'), 'utf8')
const CI = readFileSync(join(import.meta.dirname, '..', '.ci', 'run'), 'utf8')

test('the table of settings is the one that --help prints', () => {
  const rows = variables.map(({ name, fallback, meaning }) => {
    return `| \`${name}\` | ${fallback === '' ? '' : `\`${fallback}\``} | ${meaning} |`
  })
  const table = ['| variable | default | meaning |', '| --- | --- | --- |', ...rows].join('\n')
  const [, shown] =
    /<!-- settings:[^>]*-->\n\n?([\s\S]*?)\n\n?<!-- \/settings -->/.exec(README) ?? []
  expect(withoutPadding(shown ?? '')).toBe(withoutPadding(table))
})

test('every npm script that is meant for people is in the table of commands, and no other', () => {
  const hidden = ['generate', 'postinstall']
  const scripts = Object.keys(manifest.scripts).filter((name) => !hidden.includes(name))
  const [, table = ''] = /\n## Commands\n([\s\S]*?)\n## /.exec(README) ?? []
  const named = [...table.matchAll(/`([a-z:]+)(?: -- [^`]*)?`/g)].map(([, name = '']) => name)
  expect(named.toSorted()).toEqual(scripts.toSorted())
})

test('CI runs the test command that README prints', () => {
  expect(README).toContain('\nnpm ci && npm test\n')
  expect(CI).toMatch(/^npm ci && npm test$/m)
})

// The formatter pads the columns of tables.
function withoutPadding(table: string): string {
  return table.replaceAll(/ *\| */g, '|').replaceAll(/-{3,}/g, '---')
}
