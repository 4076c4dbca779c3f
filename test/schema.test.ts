import {
  type GraphQLField,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql'
import { expect, test } from 'vitest'
import { schema } from '../src/graphql/schema.ts'

// schema.graphql itself is compared with the code by `npm run check`.

test('every type, field, argument and value of the API says what it means', () => {
  const mute = Object.values(schema.getTypeMap())
    .filter(({ name }) => !name.startsWith('__'))
    .flatMap((type) => {
      const own = type.description ? [] : [type.name]
      if (isEnumType(type)) return [...own, ...muteIn(type.name, type.getValues())]
      if (isInputObjectType(type)) {
        return [...own, ...muteIn(type.name, Object.values(type.getFields()))]
      }
      if (!isObjectType(type) && !isInterfaceType(type)) return own
      const fields: GraphQLField<unknown, unknown>[] = Object.values(type.getFields())
      const args = fields.flatMap((field) => muteIn(`${type.name}.${field.name}`, field.args))
      return [...own, ...muteIn(type.name, fields), ...args]
    })
  expect(mute).toEqual([])
})

function muteIn(
  owner: string,
  parts: readonly { readonly name: string; readonly description?: string | null }[],
): string[] {
  return parts
    .filter(({ description }) => !description?.trim())
    .map(({ name }) => `${owner}.${name}`)
}
