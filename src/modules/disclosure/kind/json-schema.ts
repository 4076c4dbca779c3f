import { z } from 'zod'
import { MOST_ATTACHMENTS } from './attachment-list.ts'
import type { Field, Fields, FieldType, Vocabulary } from './field.ts'
import { allFields, type Kind } from './kind.ts'

type JsonSchema = Readonly<Record<string, unknown>>

/** JSON Schema (2020-12) of a kind's complete content, from which an admin client draws the editing form. */
export function jsonSchemaOf(kind: Kind): JsonSchema {
  const { properties, required, ...object } = objectOf(allFields(kind))
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: kind.title,
    ...object,
    properties: {
      ...properties,
      body: { title: '正文', type: 'object', 'x-widget': 'prosemirror' },
      mongolianBody: { title: '蒙古文正文', type: 'object', 'x-widget': 'prosemirror' },
      attachments: {
        title: '附件',
        type: 'array',
        items: { type: 'string', format: 'uuid' },
        maxItems: MOST_ATTACHMENTS,
        uniqueItems: true,
        'x-widget': 'attachments',
      },
    },
    required: kind.body === 'required' ? [...required, 'body'] : required,
  }
}

function objectOf(fields: Fields) {
  const entries = Object.entries(fields)
  return {
    type: 'object',
    properties: Object.fromEntries(entries.map(([name, field]) => [name, propertyOf(field)])),
    required: entries.filter(([, field]) => field.required).map(([name]) => name),
    additionalProperties: false,
  }
}

function propertyOf(field: Field): JsonSchema {
  const { title, type, widget, unit, refersTo, personal, keywords } = field
  return {
    title,
    ...shapeOf(field, type),
    ...(widget && { 'x-widget': widget }),
    ...(unit && { 'x-unit': unit }),
    ...(refersTo && { 'x-refers-to': refersTo }),
    ...(personal && { 'x-personal': personal }),
    ...keywords,
  }
}

function shapeOf({ schema }: Field, type: FieldType): JsonSchema {
  if ('group' in type) return objectOf(type.group.fields)
  if ('table' in type) {
    const { filters, table } = type
    return { ...boundsOf(schema), items: objectOf(table.fields), 'x-filters': filters }
  }
  if ('choice' in type) return { ...boundsOf(schema), ...valuesOf(type.choice) }
  if ('list' in type && 'choice' in type.list) {
    return { ...boundsOf(schema), items: { type: 'string', ...valuesOf(type.list.choice) } }
  }
  return boundsOf(schema)
}

function valuesOf({ standard, values }: Vocabulary): JsonSchema {
  const named = Object.entries(values).map(([value, { title }]) => ({ const: value, title }))
  return { oneOf: named, ...(standard && { 'x-standard': standard }) }
}

function boundsOf(schema: z.ZodType): JsonSchema {
  const {
    $schema: _,
    pattern,
    ...bounds
  } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
  })
  // A format says it all; the pattern that Zod adds to it would only be in the way.
  return pattern === undefined || bounds.format !== undefined ? bounds : { ...bounds, pattern }
}
