import { describe, expect, test } from 'vitest'
import type { Field, Fields, FieldType, Vocabulary } from '../kind/field.ts'
import { header } from '../kind/header.ts'
import { allFields } from '../kind/kind.ts'
import { kinds } from '../kind/registry.ts'

const declared = [...kinds.values()]
const HAN = /\p{Script=Han}/u

/** Fields that every record has beside its header. */
const TAKEN =
  'id kind status withdrawal item organization organizationName indexNumber publishedAt updatedAt body bodyMarkdown bodyHtml bodyText smsLine card attachments language versions displayUntil mongolian mongolianBody mongolianBodyMarkdown'.split(
    ' ',
  )

/** A field and everything nested in it, with the path to it. */
function withNested(fields: Fields, path = ''): (readonly [path: string, field: Field])[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const { type } = field
    const nested =
      'group' in type ? type.group.fields : 'table' in type ? type.table.fields : undefined
    const inner = nested ? withNested(nested, `${path}${name}.`) : []
    return [[`${path}${name}`, field] as const, ...inner]
  })
}

function choicesIn(type: FieldType): Vocabulary[] {
  if ('choice' in type) return [type.choice]
  return 'list' in type ? choicesIn(type.list) : []
}

/** Shape of a field's value in an answer: what GraphQL compares when fragments name it twice. */
function shapeOf(type: FieldType): string {
  if ('scalar' in type) return type.scalar
  if ('choice' in type) return type.choice.name
  if ('list' in type) return `[${shapeOf(type.list)}]`
  return 'group' in type ? type.group.name : `[${type.table.name}]`
}

describe.each(declared)('$name', (kind) => {
  const own = Object.entries(allFields(kind))
  const fields = withNested(allFields(kind))

  test('is it named for programs and titled for people?', () => {
    expect(kind.name).toMatch(/^([A-Z][a-z]+)+$/)
    expect(kind.title).toMatch(HAN)
    expect(kind.description).toMatch(/^[A-Z].*\.$/)
  })

  test('does every field say its title in Chinese and its meaning in English?', () => {
    const silent = fields.filter(
      ([path, { title, description }]) =>
        !/(^|\.)[a-z][A-Za-z0-9_]*$/.test(path) ||
        !(HAN.test(title) || /^PM|AQI/.test(title)) ||
        !/^[^a-z].*\.$/.test(description),
    )
    expect(silent.map(([path]) => path)).toEqual([])
  })

  test('does it say of every field that may be missing what null means?', () => {
    const silent = fields.filter(
      ([, { type, required, description }]) =>
        !required && !('list' in type) && !('table' in type) && !/\bnull\b/i.test(description),
    )
    expect(silent.map(([name]) => name)).toEqual([])
  })

  test('are titles unique, so that columns can be told apart?', () => {
    const titles = fields.map(([path, { title }]) => path.replace(/\w+$/, '') + title)
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([])
  })

  test('do its own fields leave the names of the header and of the body alone?', () => {
    const taken = [...Object.keys(header), ...TAKEN]
    expect(Object.keys(kind.fields).filter((name) => taken.includes(name))).toEqual([])
    expect(own).toHaveLength(Object.keys(header).length + Object.keys(kind.fields).length)
  })

  test('has every value of a choice a name for programs, a title and a meaning?', () => {
    for (const { values } of fields.flatMap(([, { type }]) => choicesIn(type))) {
      for (const [value, { title, description }] of Object.entries(values)) {
        expect(value).toMatch(/^[A-Z][A-Z0-9_]*$/)
        expect(title).toMatch(HAN)
        expect(description).toMatch(/\.$/)
      }
    }
  })

  test('does no rule find fault with a draft that has nothing in it beyond what is missing?', () => {
    const faults = kind.rules.flatMap((rule) => rule.problems({}, '2026-03-03'))
    expect(faults.filter(({ code }) => code !== 'REQUIRED')).toEqual([])
  })
})

test('is one name of a GraphQL type one declaration, whichever kinds use it?', () => {
  const known = new Map<string, string>()
  const same = (name: string, declared: object): void => {
    const text = JSON.stringify(declared, (key, part: unknown) => (key === 'schema' ? null : part))
    expect(known.get(name) ?? text).toBe(text)
    known.set(name, text)
  }
  for (const [, { type }] of declared.flatMap((kind) => withNested(allFields(kind)))) {
    for (const vocabulary of choicesIn(type)) same(vocabulary.name, vocabulary)
    if ('group' in type) same(type.group.name, type.group)
    if ('table' in type) same(type.table.name, type.table)
  }
})

test('has a name the same type in all kinds, so that one query can ask several kinds for it?', () => {
  const fields = declared.flatMap((kind) =>
    Object.entries(kind.fields).map(([name, { type }]) => ({
      name,
      kind: kind.name,
      shape: shapeOf(type),
    })),
  )
  const first = new Map(fields.toReversed().map(({ name, shape }) => [name, shape]))
  expect(fields.filter(({ name, shape }) => first.get(name) !== shape)).toEqual([])
})

test('are there the 27 kinds of the design?', () => {
  expect(declared).toHaveLength(27)
})
