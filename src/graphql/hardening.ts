import { maxAliasesPlugin } from '@escape.tech/graphql-armor-max-aliases'
import { GraphQLError, parse, validate } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { maxDepthRule } from './hardening-depth.ts'
import { DOCUMENT_LIMITS } from './limits.ts'

/** Limits on documents that hold before anything is run, and errors that all have a code and an HTTP status. */
export const hardening: readonly Plugin[] = [
  {
    onParse: ({ setParseFn }) => setParseFn(parseWithinLimits),
    onValidate({ addValidationRule, setValidationFn }) {
      addValidationRule(maxDepthRule)
      setValidationFn(validateQuietly)
    },
  },
  maxAliasesPlugin({
    n: DOCUMENT_LIMITS.aliases,
    // By default aliases of __typename are free.
    allowList: [],
    // Thrown instead of reported, it would miss the code and the status of validation errors.
    propagateOnRejection: false,
    onReject: [(context, error) => context?.reportError(error)],
  }),
  {
    onRequestParse: ({ requestParser, setRequestParser }) => {
      if (requestParser) setRequestParser(async (request) => parsed(() => requestParser(request)))
    },
  },
  {
    onResultProcess: ({ result }) => {
      for (const single of Array.isArray(result) ? result : [result]) {
        if ('errors' in single && !('data' in single)) single.errors?.forEach(asRequestError)
      }
    },
  },
]

const parseWithinLimits: typeof parse = (source, options) =>
  parse(source, { ...options, maxTokens: DOCUMENT_LIMITS.tokens })

/** Suggestions cost time for every unknown name, and a hundred names fit in one document. */
const validateQuietly: typeof validate = (schema, document, rules, options) =>
  validate(schema, document, rules, { ...options, hideSuggestions: true })

/** GET carries variables as JSON in the address; Yoga lets their syntax errors through as its own failure. */
async function parsed<Params>(parser: () => Params | Promise<Params>): Promise<Params> {
  try {
    return await parser()
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new GraphQLError('variables and extensions must be JSON', {
      extensions: { code: 'BAD_REQUEST', http: { status: 400 } },
    })
  }
}

/**
 * An error before execution: the request itself is at fault. Yoga answers 200 to clients that accept plain
 * application/json; we answer 400 to all, since proxies, monitoring and scripts look at the status.
 */
function asRequestError(error: GraphQLError): void {
  const { extensions } = error
  // Wrong variables are found by the executor, which suggests and quotes on its own.
  error.message = error.message.replace(/ Did you mean [^?]+\?$/, '')
  delete extensions['originalError']
  extensions['code'] ??= 'BAD_USER_INPUT'
  const internal = extensions['code'] === 'INTERNAL_SERVER_ERROR'
  extensions.http = { status: internal ? 500 : 400, ...extensions.http, spec: false }
}
