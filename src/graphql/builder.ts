import SchemaBuilder, { type SchemaTypes } from '@pothos/core'
import ComplexityPlugin from '@pothos/plugin-complexity'
import ErrorsPlugin from '@pothos/plugin-errors'
import RelayPlugin from '@pothos/plugin-relay'
import ScopeAuthPlugin from '@pothos/plugin-scope-auth'
import { ForbiddenError, REFUSALS } from '../platform/errors.ts'
import { type Action, mayEver } from './actions.ts'
import type { Context } from './context.ts'
import { noteRefusal } from './refusal.ts'

/** A span of time as a filter means it: `until` is exclusive. */
interface Moment {
  readonly from: Date
  readonly until: Date
}

type Scalars = {
  ID: { Input: string; Output: string }
  Date: { Input: string; Output: string }
  DateTime: { Input: Date; Output: Date }
  Decimal: { Input: string; Output: string }
  Moment: { Input: Moment; Output: Moment }
  JSON: { Input: unknown; Output: unknown }
}

/**
 * The one schema builder. Modules define their types on it in their own graphql files; it defines none itself. Every
 * root field and every staff type declares its rule in `authScopes`; test/authorization proves that none is missing.
 */
export const builder = new SchemaBuilder<{
  Context: Context
  Scalars: Scalars
  DefaultFieldNullability: false
  DefaultEdgesNullability: false
  DefaultNodeNullability: false
  AuthScopes: {
    /** Everyone may read it. */
    public: boolean
    /** Whoever is signed in. */
    signedIn: boolean
    /** Whoever holds, somewhere, a role that the action needs; the command decides on the row itself. */
    action: Action
    /** A front end of channel FEED, by its secret; the command decides what it may post. */
    feed: boolean
  }
}>({
  // Order matters: errors wraps scope-auth, so that a refusal reaches the caller as a typed error.
  plugins: [ErrorsPlugin, ScopeAuthPlugin, RelayPlugin, ComplexityPlugin],
  defaultFieldNullability: false,
  errors: { directResult: true, defaultTypes: [...REFUSALS] },
  scopeAuth: {
    authScopes: (context) => ({
      public: true,
      signedIn: context.actor !== null,
      action: (action) => mayEver(context.actor, action),
      feed: context.client?.channel === 'FEED',
    }),
    unauthorizedError: (_parent, context, { fieldName }) => {
      const error =
        (context.actor ?? context.client) ? new ForbiddenError() : ForbiddenError.unauthenticated()
      noteRefusal(context, fieldName, error)
      return error
    },
  },
  relay: {
    clientMutationId: 'omit',
    cursorType: 'String',
    nodesOnConnection: {
      description: 'The nodes of the edges, for clients that need no cursors.',
    },
    edgesFieldOptions: {
      nullable: false,
      description: 'The objects of this page with their cursors.',
    },
    nodeFieldOptions: { nullable: false, description: 'The object.' },
    cursorFieldOptions: { description: 'Where the object lies in the list, to go on after it.' },
    pageInfoFieldOptions: { description: 'Where this page lies.' },
    hasNextPageFieldOptions: { description: 'Whether there are objects after this page.' },
    hasPreviousPageFieldOptions: { description: 'Whether there are objects before this page.' },
    startCursorFieldOptions: { description: 'Cursor of the first object. Null on an empty page.' },
    endCursorFieldOptions: { description: 'Cursor of the last object. Null on an empty page.' },
    idFieldOptions: { description: 'Global id, opaque.' },
    pageInfoTypeOptions: { description: 'Where a page of a connection lies.' },
    nodeTypeOptions: { description: 'An object with a global id.' },
    nodeQueryOptions: {
      description:
        'Any object by its global id. Null when it does not exist or the caller may not see it.',
      authScopes: { public: true },
      args: { id: { description: 'Global id of the object.' } },
    },
    nodesQueryOptions: false,
  },
  complexity: {
    defaultComplexity: 1,
    defaultListMultiplier: 5,
    // Reckoned once a document (cost.ts), not once a request by every field of the root.
    disabled: true,
  },
})

/** The type parameters of the builder, for code that makes fields from data. */
export type BuilderTypes =
  typeof builder extends PothosSchemaTypes.SchemaBuilder<infer Types extends SchemaTypes>
    ? Types
    : never

builder.queryType({ description: 'Reads. Nothing here changes anything.' })
builder.mutationType({
  description:
    'Writes. Each takes one input and returns its success or a typed error; on an error nothing has changed.',
})
