import { readdirSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { inputKey, kindOf, kinds, loadKinds } from './registry.ts'

describe('the kinds of the project', () => {
  test('is every file of kinds/ a kind, named as its file?', () => {
    const files = readdirSync(join(import.meta.dirname, '..', 'kinds'))
      .filter((name) => !name.endsWith('.test.ts'))
      .map((name) => name.replace(/\.ts$/, ''))
    const named = [...kinds.keys()].map((name) => name.replaceAll(/(?<!^)(?=[A-Z])/g, '-'))
    expect(named.map((name) => name.toLowerCase())).toEqual(files.toSorted())
  })

  test('is a kind found by its name, and an unknown name a defect?', () => {
    expect(kindOf('Notice').name).toBe('Notice')
    for (const unknown of ['notice', '', 'toString', '__proto__']) {
      expect(() => kindOf(unknown)).toThrow(`unknown kind ${unknown}`)
    }
  })

  test('what is the key of its input?', () => {
    expect(inputKey(kindOf('PolicyDocument'))).toBe('policyDocument')
  })
})

describe('a folder of declarations', () => {
  let folder: string

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gongkai-kinds-'))
  })

  afterEach(() => rm(folder, { recursive: true }))

  const declare = (file: string, name: string) =>
    writeFile(
      join(folder, file),
      `export const kind = { name: '${name}', fields: {}, rules: [] }\n`,
    )

  test('is adding a kind adding a file?', async () => {
    await declare('project.ts', 'Project')
    await declare('activity.ts', 'Activity')
    expect([...(await loadKinds(folder)).keys()]).toEqual(['Activity', 'Project'])
  })

  test('are tests that stand beside the kinds left alone?', async () => {
    await declare('project.ts', 'Project')
    await writeFile(join(folder, 'project.test.ts'), `throw new Error('not a kind')\n`)
    expect([...(await loadKinds(folder)).keys()]).toEqual(['Project'])
  })

  test('are two files that declare one name a defect, and not one kind less?', async () => {
    await declare('project.ts', 'Project')
    await declare('undertaking.ts', 'Project')
    await expect(loadKinds(folder)).rejects.toThrow('Project')
  })
})
