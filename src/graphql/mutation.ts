import type { InputFieldMap, InputShapeFromFields, ObjectFieldsShape } from '@pothos/core'
import type { Action } from './actions.ts'
import { type BuilderTypes, builder } from './builder.ts'
import type { Context } from './context.ts'
import { noteRefusal } from './refusal.ts'

/** Makes the fields of an input. */
export type InputFields = PothosSchemaTypes.InputFieldBuilder<BuilderTypes, 'InputObject'>

/** Makes the fields of a success. */
export type SuccessFields<Success> = PothosSchemaTypes.ObjectFieldBuilder<BuilderTypes, Success>

/** One mutation of the contract: `<name>(input: <Name>Input!): <Name>Success | typed errors`. */
export interface MutationOptions<Fields extends InputFieldMap, Success extends object> {
  readonly description: string
  /** Who may ever call it: everyone, whoever is signed in, feeds, or holders of the action's roles. */
  readonly rule: 'public' | 'signedIn' | 'feed' | Action
  readonly input: (t: InputFields) => Fields
  /** May the whole input be left out? */
  readonly inputOptional?: boolean
  readonly success: ObjectFieldsShape<BuilderTypes, Success>
  /** Calls one command and returns the shape that `success` reads. */
  readonly resolve: (input: InputShapeFromFields<Fields>, context: Context) => Promise<Success>
}

/** Defines a mutation with its input type, its success type and the union of its answers. */
export function mutation<Fields extends InputFieldMap, Success extends object>(
  name: string,
  options: MutationOptions<Fields, Success>,
): void {
  const { description, rule } = options
  const typeName = `${name.charAt(0).toUpperCase()}${name.slice(1)}`
  const input = builder.inputType(`${typeName}Input`, {
    description: `Input of \`${name}\`.`,
    fields: options.input,
  })
  const success = builder.objectRef<Success>(`${typeName}Success`).implement({
    description: `What \`${name}\` did.`,
    fields: options.success,
  })
  builder.mutationField(name, (t) =>
    t.field({
      type: success,
      description,
      authScopes: isScope(rule) ? { [rule]: true } : { action: rule },
      errors: {
        union: { name: `${typeName}Result`, description: `Answer of \`${name}\`.` },
      },
      args: {
        input: t.arg({
          type: input,
          required: !options.inputOptional,
          description: 'The one input.',
        }),
      },
      // Pothos cannot follow the generic input through its own inference; the shapes are the same by construction.
      resolve: ((
        _root: unknown,
        args: { input?: InputShapeFromFields<Fields> },
        context: Context,
      ) =>
        options
          .resolve(args.input ?? ({} as InputShapeFromFields<Fields>), context)
          .catch((error: unknown) => {
            noteRefusal(context, name, error)
            throw error
          })) as never,
    }),
  )
}

function isScope(rule: string): rule is 'public' | 'signedIn' | 'feed' {
  return rule === 'public' || rule === 'signedIn' || rule === 'feed'
}
