import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { samplesOf } from '../../../../test/support/samples.ts'
import { readContent } from './content.ts'
import { jsonSchemaOf } from './json-schema.ts'
import { allFields } from './kind.ts'
import { kindOf, kinds } from './registry.ts'

/** Widgets that the schema's description names. */
const WIDGETS =
  'attachments textarea checkbox checkboxes select list group table period date datetime month year money decimal phone email url uscc record prosemirror'.split(
    ' ',
  )

/** What each keyword of 2020-12 that a form may meet has to be; `x-` keywords are hints and anything. */
const text = z.string()
const size = z.int().min(0)
const schemaRule: z.ZodType = z.strictObject({
  $schema: z.literal('https://json-schema.org/draft/2020-12/schema').optional(),
  title: text.regex(/\p{Script=Han}/u).optional(),
  type: z.enum(['object', 'string', 'integer', 'number', 'boolean', 'array']).optional(),
  format: z.enum(['date', 'date-time', 'email', 'uuid']).optional(),
  pattern: text.refine((pattern) => new RegExp(pattern, 'u')).optional(),
  enum: z.array(text).min(1).optional(),
  const: text.optional(),
  minLength: size.optional(),
  maxLength: size.optional(),
  minItems: size.optional(),
  maxItems: size.optional(),
  uniqueItems: z.boolean().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  required: z.array(text).optional(),
  additionalProperties: z.literal(false).optional(),
  get items() {
    return schemaRule.optional()
  },
  get properties() {
    return z.record(text, schemaRule).optional()
  },
  get oneOf() {
    return z.array(schemaRule).min(1).optional()
  },
  'x-widget': z.enum(WIDGETS).optional(),
  'x-unit': text.optional(),
  'x-decimals': size.optional(),
  'x-minimum': z.number().optional(),
  'x-maximum': z.number().optional(),
  'x-filters': z.array(text).optional(),
  'x-refers-to': z.array(z.enum([...kinds.keys()])).optional(),
  'x-standard': text.optional(),
  'x-personal': z.strictObject({ data: text, mask: text, maskInArea: text }).optional(),
})

interface Shown {
  readonly title: string
  readonly properties: Readonly<Record<string, { title: string; oneOf?: { title: string }[] }>>
  readonly required: readonly string[]
}

describe.each([...kinds.values()])('the form of $name', (kind) => {
  const schema = jsonSchemaOf(kind) as unknown as Shown
  const form = z.fromJSONSchema(jsonSchemaOf(kind))
  const [sample] = samplesOf(kind.name)
  const complete = readContent(kind, sample.content, '')
  const least: Readonly<Record<string, unknown>> = Object.fromEntries(
    schema.required.map((name) => [name, complete[name]]),
  )

  test('is it JSON Schema 2020-12, with nothing that JSON cannot say?', () => {
    expect(schemaRule.safeParse(schema).error?.issues).toBeUndefined()
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema)
  })

  test('does it show every field, with a Chinese title, in the order of the declaration?', () => {
    const fields = Object.entries(allFields(kind)).map(([name, { title }]) => [name, title])
    const shown = Object.entries(schema.properties).map(([name, { title }]) => [name, title])
    const texts = [
      ['body', '正文'],
      ['mongolianBody', '蒙古文正文'],
    ]
    expect(shown).toEqual([...fields, ...texts, ['attachments', '附件']])
    expect(schema.title).toBe(kind.title)
  })

  test('has every choice a Chinese title?', () => {
    for (const { oneOf = [] } of Object.values(schema.properties)) {
      for (const { title } of oneOf) expect(title).toMatch(/\p{Script=Han}/u)
    }
  })

  test('does it demand what submission demands?', () => {
    expect(form.safeParse(least).success).toBe(true)
    for (const name of schema.required) {
      const { [name]: _, ...without } = least
      expect(form.safeParse(without).success).toBe(false)
    }
  })

  test('does it know the bounds, so that a form refuses what the server would?', () => {
    expect(form.safeParse({ ...least, title: '𠮷'.repeat(201) }).success).toBe(false)
    expect(form.safeParse({ ...least, keywords: Array.from({ length: 21 }, String) }).success).toBe(
      false,
    )
    expect(form.safeParse({ ...least, audience: 'STAFF' }).success).toBe(false)
    expect(form.safeParse({ ...least, formedOn: '2018-02-30' }).success).toBe(false)
    expect(form.safeParse({ ...least, nonsense: 1 }).success).toBe(false)
  })

  test('does it take what the server has stored?', () => {
    const input = {
      ...sample.content,
      keywords: ['低保', '救助'],
      formedOn: '2018-10-12',
      audience: 'AREA',
      docNumber: '喀政办发[2018]12号',
      bodyMarkdown: '# 一\n\n二',
    }
    expect(form.safeParse(readContent(kind, input, '')).error?.issues).toBeUndefined()
  })
})

describe('what a form is told of a field', () => {
  const shown = (kind: string) =>
    (jsonSchemaOf(kindOf(kind)) as { properties: Record<string, Record<string, unknown>> })
      .properties

  test('are amounts strings of two decimals in yuan?', () => {
    expect(shown('FundReport')['balance']).toEqual({
      title: '结余',
      type: 'string',
      pattern: String.raw`^\d{1,14}(\.\d{1,2})?$`,
      'x-widget': 'money',
      'x-unit': '元',
      'x-decimals': 2,
      'x-minimum': 0,
      'x-maximum': 1e13,
    })
  })

  test('are choices named, with the standard that they come from?', () => {
    const { 'x-standard': standard, oneOf } = shown('Warning')['level'] ?? {}
    expect(standard).toBe('突发事件应对法第63条')
    expect(oneOf).toContainEqual({ const: 'RED', title: '红色（一级）' })
  })

  test('has a table its columns, what they demand, and its filters?', () => {
    expect(shown('RecipientRoster')['recipients']).toMatchObject({
      type: 'array',
      maxItems: 2000,
      'x-widget': 'table',
      'x-filters': ['category', 'outcome', 'payment'],
      items: {
        type: 'object',
        required: ['name'],
        additionalProperties: false,
        properties: {
          idNumber: { 'x-personal': { data: 'ID_NUMBER', mask: 'MASKED', maskInArea: 'MASKED' } },
        },
      },
    })
  })

  test('is it told which records an index number may point to?', () => {
    expect(shown('Warning')['previous']).toMatchObject({
      'x-widget': 'record',
      'x-refers-to': ['Warning'],
    })
  })
})
