import { builder } from '../../../graphql/builder.ts'
import type { Field } from '../kind/field.ts'
import { jsonSchemaOf } from '../kind/json-schema.ts'
import { allFields, type Kind } from '../kind/kind.ts'
import { kinds } from '../kind/registry.ts'

/** Names of the kinds as an enum: each is also the GraphQL type of its records. */
export const KindEnum = builder.enumType('Kind', {
  description:
    'Kind of a record (体裁). Each value is also the name of the GraphQL type of its records.',
  values: Object.fromEntries(
    [...kinds.values()].map(({ name, title, description }) => [
      name,
      { value: name, description: `${title}: ${description}` },
    ]),
  ),
})

const KindField = builder
  .objectRef<{ readonly name: string; readonly field: Field }>('KindField')
  .implement({
    description: 'One field of a kind, beside the body.',
    fields: (t) => ({
      name: t.exposeString('name', {
        description: 'Name of the field in inputs and in the typed record.',
      }),
      title: t.string({ description: 'Chinese label.', resolve: ({ field }) => field.title }),
      description: t.string({
        description: 'What it means, its unit and format, in English.',
        resolve: ({ field }) => field.description,
      }),
      required: t.boolean({
        description: 'Must be there when the edition is submitted; a draft may lack it.',
        resolve: ({ field }) => field.required,
      }),
    }),
  })

const KindDefinition = builder.objectRef<Kind>('KindDefinition').implement({
  description: 'A kind as it is declared: enough to draw the editing form from.',
  fields: (t) => ({
    name: t.field({
      type: KindEnum,
      description: 'Name of the kind.',
      resolve: ({ name }) => name,
    }),
    title: t.exposeString('title', { description: 'Chinese name.' }),
    description: t.exposeString('description', { description: 'What it is for, in English.' }),
    urgent: t.boolean({
      description:
        'Whether it may go public before its review, which is then owed afterwards (`publishUrgently`).',
      resolve: ({ urgent }) => urgent ?? false,
    }),
    fields: t.field({
      type: [KindField],
      description: 'Common header and own fields, in the order of the form.',
      resolve: (kind) => Object.entries(allFields(kind)).map(([name, field]) => ({ name, field })),
    }),
    schema: t.field({
      type: 'JSON',
      description:
        'JSON Schema (2020-12) of the complete content, to draw the form from. Titles are Chinese; `oneOf` names choices. `x-widget`: attachments, textarea, checkbox, checkboxes, select, list, group, table, period, date, datetime, month, year, money, decimal, phone, email, url, uscc, record, prosemirror; a plain input when left out. `x-unit`, `x-decimals`, `x-minimum`, `x-maximum` go with numbers, `x-filters` names the main columns of a table, `x-refers-to` the kinds an index number may point to, `x-standard` where choices come from, `x-personal` how personal data is masked. A draft may lack what `required` names.',
      resolve: jsonSchemaOf,
    }),
  }),
})

builder.queryField('kinds', (t) =>
  t.field({
    type: [KindDefinition],
    description: 'Every kind that records can have. Public.',
    authScopes: { public: true },
    resolve: () => [...kinds.values()],
  }),
)
