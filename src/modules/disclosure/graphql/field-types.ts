import type { EnumRef, InputType, OutputType } from '@pothos/core'
import { type BuilderTypes, builder } from '../../../graphql/builder.ts'
import type { FieldType } from '../kind/field.ts'

type Scalar = 'String' | 'Int' | 'Boolean' | 'Date'
type Named = Scalar | EnumRef<never, string>

const choices = new Map<string, EnumRef<never, string>>()

/** The GraphQL type of a field, fit for inputs and outputs alike. Choices become enums, made once by name. */
export function typeOf(type: FieldType): Named | [Named] {
  if ('list' in type) return [namedType(type.list)]
  return namedType(type)
}

function namedType(type: FieldType): Named {
  if ('scalar' in type) return type.scalar
  if ('list' in type) throw new Error('a list of lists has no GraphQL type here')
  const known = choices.get(type.choice)
  if (known) return known
  const made = builder.enumType(type.choice, {
    description: `Choice of a kind's field.`,
    values: Object.fromEntries(
      Object.entries(type.values).map(([name, { title, description }]) => [
        name,
        { description: description.includes(title) ? description : `${title}: ${description}` },
      ]),
    ),
  }) as unknown as EnumRef<never, string>
  choices.set(type.choice, made)
  return made
}

/** Pothos types its fields by literal; what comes from declarations is checked by the schema test instead. */
export const asInput = (type: Named | [Named]) => type as InputType<BuilderTypes>
export const asOutput = (type: Named | [Named]) => type as OutputType<BuilderTypes>
