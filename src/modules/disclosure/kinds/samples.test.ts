import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { SAMPLE_DAY, sampledKinds, samplesOf } from '../../../../test/support/samples.ts'
import { type ItemDemands, unmetDemands } from '../item-demands.ts'
import { faultsOf, readContent } from '../kind/content.ts'
import type { Fields } from '../kind/field.ts'
import { jsonSchemaOf } from '../kind/json-schema.ts'
import { allFields, type Content } from '../kind/kind.ts'
import { publicContent } from '../kind/mask.ts'
import { kinds } from '../kind/registry.ts'

const TAXONOMY = join(import.meta.dirname, '../../../../seeds/kazuo/taxonomy')

test('has every kind its samples?', () => {
  expect(sampledKinds().toSorted()).toEqual([...kinds.keys()].toSorted())
})

type ItemOfSeed = Partial<ItemDemands> & {
  readonly code: string
  readonly title: string
  readonly audience: ItemDemands['audience']
  readonly kinds: readonly string[]
}
const items = readdirSync(TAXONOMY)
  .flatMap((file) => JSON.parse(readFileSync(join(TAXONOMY, file), 'utf8')) as ItemOfSeed[])
  .map(({ areaOnlyKinds = [], areaOnlyReason = null, hotlineRequired = false, ...item }) => ({
    ...item,
    areaOnlyKinds,
    areaOnlyReason,
    hotlineRequired,
  }))

test('does every sample meet what its item demands?', () => {
  const unmet = [...kinds.values()].flatMap((kind) =>
    samplesOf(kind.name).flatMap(({ itemCode, content }) => {
      const item = items.find(({ code }) => code === itemCode)
      return item ? unmetDemands(item, kind, content) : []
    }),
  )
  expect(unmet).toEqual([])
})

test('does the item of every sample accept its kind?', () => {
  const misplaced = [...kinds.keys()].flatMap((kind) =>
    samplesOf(kind).filter(({ itemCode }) => {
      const item = items.find(({ code }) => code === itemCode)
      return !item?.kinds.includes(kind)
    }),
  )
  expect(misplaced.map(({ content }) => content['title'])).toEqual([])
})

describe.each([...kinds.values()])('samples of $name', (kind) => {
  const samples = samplesOf(kind.name).map(({ content }) => readContent(kind, content, ''))

  test('do they pass all rules?', () => {
    expect(samples.map((content) => faultsOf(kind, content, SAMPLE_DAY))).toEqual(
      samples.map(() => []),
    )
  })

  test('does each rule hold its peace until there is something to say?', () => {
    const faults = kind.rules.flatMap((rule) => rule.problems({}, SAMPLE_DAY))
    expect(faults.filter(({ code }) => code !== 'REQUIRED')).toEqual([])
  })

  test('are they stored as they will be stored again, and as JSON?', () => {
    for (const content of samples) {
      expect(readContent(kind, content, '')).toEqual(content)
      expect(JSON.parse(JSON.stringify(content))).toEqual(content)
    }
  })

  test('does the form that is drawn for people take them?', () => {
    const form = z.fromJSONSchema(jsonSchemaOf(kind))
    for (const content of samples) expect(form.safeParse(content).error?.issues).toBeUndefined()
  })

  test('do they use every field and column, so that these tests look at all of it?', () => {
    const used = new Set(samples.flatMap((content) => namesIn(kind.fields, content)))
    expect(declaredIn(kind.fields).filter((name) => !used.has(name))).toEqual([])
  })

  test('does the public see none of the personal data that is masked?', () => {
    for (const content of samples) {
      const shown = JSON.stringify(publicContent(kind, content))
      for (const secret of secretsIn(allFields(kind), content)) {
        expect(shown).not.toContain(secret)
      }
    }
  })

  test('does the public see everything else?', () => {
    for (const content of samples) {
      const shown = namesIn(allFields(kind), publicContent(kind, content))
      const omitted = namesIn(allFields(kind), content).filter((name) => !shown.includes(name))
      expect(omitted.filter((name) => !name.endsWith('.bankAccount'))).toEqual([])
    }
  })
})

function nestedIn(fields: Fields) {
  return Object.entries(fields).flatMap(([name, { type }]) => {
    if ('group' in type) return [{ name, fields: type.group.fields }]
    return 'table' in type ? [{ name, fields: type.table.fields }] : []
  })
}

function declaredIn(fields: Fields): string[] {
  const nested = nestedIn(fields).flatMap(({ name, fields }) =>
    declaredIn(fields).map((inner) => `${name}.${inner}`),
  )
  return [...Object.keys(fields), ...nested]
}

function namesIn(fields: Fields, content: Content): string[] {
  const own = Object.keys(fields).filter((name) => content[name] !== undefined)
  const nested = nestedIn(fields).flatMap(({ name, fields }) =>
    [content[name] ?? []]
      .flat()
      .flatMap((values) => namesIn(fields, values as Content).map((inner) => `${name}.${inner}`)),
  )
  return [...own, ...nested]
}

/** Values whose field says that not everybody may read them as they are. */
function secretsIn(fields: Fields, content: Content): string[] {
  const place = content['audience'] === 'AREA' ? 'maskInArea' : 'mask'
  const own = Object.entries(fields).flatMap(([name, { personal }]) =>
    personal && personal[place] !== 'FULL' ? [content[name] ?? []].flat().map(String) : [],
  )
  const nested = nestedIn(fields).flatMap(({ name, fields }) =>
    [content[name] ?? []]
      .flat()
      .flatMap((row) => secretsIn(fields, { ...(row as Content), audience: content['audience'] })),
  )
  return [...own, ...nested]
}
