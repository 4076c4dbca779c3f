import type {
  EnumRef,
  InputFieldMap,
  InputRef,
  InputType,
  ObjectRef,
  OutputType,
} from '@pothos/core'
import { type BuilderTypes, builder } from '../../../graphql/builder.ts'
import type { InputFields, SuccessFields } from '../../../graphql/mutation.ts'
import type { Field, Fields, FieldType, Group, Scalar, Vocabulary } from '../kind/field.ts'
import type { Content } from '../kind/kind.ts'

type EnumType = EnumRef<never, string>
type OutputName = Scalar | EnumType | ObjectRef<BuilderTypes, Content>
type InputName = Scalar | EnumType | InputRef<Content>

const enums = new Map<string, { readonly of: Vocabulary; readonly made: EnumType }>()
const objects = new Map<
  string,
  { readonly of: Group; readonly made: ObjectRef<BuilderTypes, Content> }
>()
const inputs = new Map<string, { readonly of: Group; readonly made: InputRef<Content> }>()

/** The GraphQL fields of an object whose values `valuesOf` finds: a record without its tables, a group or a row. */
export function outputFields<Parent>(
  t: SuccessFields<Parent>,
  fields: Fields,
  valuesOf: (parent: Parent) => Content,
) {
  return eachField(plainFields(publicFields(fields)), (name, field) => {
    const many = 'list' in field.type
    return t.field({
      type: asOutput(field.type),
      nullable: !many,
      description: describe(field),
      resolve: (parent: Parent) =>
        (serialised(field.type, valuesOf(parent)[name]) ?? (many ? [] : null)) as never,
    })
  })
}

/** The GraphQL input fields of a kind, a group or a row; a draft may lack any of them. */
export function inputFields(t: InputFields, fields: Fields): InputFieldMap {
  return eachField(fields, (_name, field) =>
    t.field({ type: asInput(field.type), description: describe(field) }),
  )
}

/** The enum of a vocabulary, made once. */
export function enumOf<V extends Vocabulary>(
  vocabulary: V,
): EnumRef<never, keyof V['values'] & string> {
  return once(enums, vocabulary, () => {
    const { name, description, standard, values } = vocabulary
    const named = Object.entries(values).map(([value, { title, description }]) => [
      value,
      { description: description.includes(title) ? description : `${title}: ${description}` },
    ])
    return builder.enumType(name, {
      description: standard ? `${description} Values of ${standard}.` : description,
      values: Object.fromEntries(named) as Record<string, { description: string }>,
    })
  }) as EnumRef<never, keyof V['values'] & string>
}

/** The GraphQL type of a group or of a row. */
export function objectOf(group: Group) {
  return once(objects, group, () =>
    builder.objectRef<Content>(group.name).implement({
      description: group.description,
      fields: (t) => outputFields(t, group.fields, (values) => values),
    }),
  )
}

function inputOf(group: Group) {
  return once(inputs, group, () =>
    builder.inputRef<Content>(`${group.name}Input`).implement({
      description: group.description,
      fields: (t) => inputFields(t, group.fields) as never,
    }),
  )
}

// Pothos types its fields by literal; what comes from declarations is checked by the schema test instead.
const asOutput = (type: FieldType) => outputType(type) as OutputType<BuilderTypes>
const asInput = (type: FieldType) => inputType(type) as InputType<BuilderTypes>

function outputType(type: FieldType): OutputName | [OutputName] {
  if ('group' in type) return objectOf(type.group)
  if ('table' in type) throw new Error(`rows of ${type.table.name} are read by pages`)
  return plainType(type, outputType) as OutputName | [OutputName]
}

function inputType(type: FieldType): InputName | [InputName] {
  if ('group' in type) return inputOf(type.group)
  if ('table' in type) return [inputOf(type.table)]
  return plainType(type, inputType) as InputName | [InputName]
}

function plainType(
  type: Exclude<FieldType, { group: Group } | { table: Group }>,
  element: (type: FieldType) => unknown,
) {
  if ('scalar' in type) return type.scalar
  return 'list' in type ? [element(type.list)] : enumOf(type.choice)
}

function serialised(type: FieldType, value: unknown): unknown {
  const isInstant = 'scalar' in type && type.scalar === 'DateTime'
  return isInstant && typeof value === 'string' ? new Date(value) : value
}

function plainFields(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, { type }]) => !('table' in type)))
}

// What is shown to nobody has no place in the public type.
function publicFields(fields: Fields): Fields {
  const shown = Object.entries(fields).filter(
    ([, { personal }]) => personal?.mask !== 'OMIT' || personal.maskInArea !== 'OMIT',
  )
  return Object.fromEntries(shown)
}

function describe({ title, description, unit, personal }: Field): string {
  const parts = [`${title}: ${description}`]
  if (unit) parts.push(`Unit: ${unit}.`)
  if (personal) parts.push(`Personal data, ${SHOWN[personal.mask]} to the public.`)
  return parts.join(' ')
}

const SHOWN = { FULL: 'shown in full', MASKED: 'shown masked', OMIT: 'never shown' } as const

function eachField<Made>(fields: Fields, make: (name: string, field: Field) => Made) {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, make(name, field)]),
  )
}

/** What was made for this name; another declaration under the same name is a defect. */
function once<Of extends { readonly name: string }, Made>(
  known: Map<string, { readonly of: Of; readonly made: Made }>,
  of: Of,
  make: () => Made,
): Made {
  const before = known.get(of.name)
  if (before && declared(before.of) !== declared(of)) {
    throw new Error(`two declarations of the GraphQL type ${of.name}`)
  }
  if (before) return before.made
  const made = make()
  known.set(of.name, { of, made })
  return made
}

function declared(of: object): string {
  return JSON.stringify(of, (key, part: unknown) => (key === 'schema' ? undefined : part))
}
