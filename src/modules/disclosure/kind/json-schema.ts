import { z } from 'zod'
import type { Field, FieldType } from './field.ts'
import { allFields, type Kind } from './kind.ts'

/** JSON Schema (2020-12) of a kind's content, from which an admin client draws the editing form. */
export function jsonSchemaOf(kind: Kind): Readonly<Record<string, unknown>> {
  const fields = Object.entries(allFields(kind))
  const required = fields.filter(([, field]) => field.required).map(([name]) => name)
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: kind.title,
    type: 'object',
    properties: {
      ...Object.fromEntries(fields.map(([name, field]) => [name, propertyOf(field)])),
      body: { title: '正文', type: 'object', 'x-widget': 'prosemirror' },
    },
    required: kind.body === 'required' ? [...required, 'body'] : required,
    additionalProperties: false,
  }
}

function propertyOf(field: Field): Record<string, unknown> {
  const schema = z.toJSONSchema(field.schema, { io: 'input', unrepresentable: 'any' })
  const { $schema: _, ...bounds } = schema
  return { title: field.title, ...bounds, ...hintsOf(field.type) }
}

function hintsOf(type: FieldType): Record<string, unknown> {
  if ('choice' in type) {
    const named = Object.entries(type.values).map(([value, { title }]) => ({ const: value, title }))
    return { oneOf: named, 'x-widget': 'select' }
  }
  if ('list' in type) return { 'x-widget': 'list' }
  return type.scalar === 'Date' ? { 'x-widget': 'date' } : {}
}
