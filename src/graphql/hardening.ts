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
    onResultProcess: ({ result, request }) => {
      const lenient = namesPlainJson(request.headers.get('accept') ?? undefined)
      for (const single of Array.isArray(result) ? result : [result]) {
        if (!('errors' in single) || 'data' in single) continue
        for (const error of single.errors ?? []) asRequestError(error, lenient)
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

/** Whether a caller names application/json: one that is older than the media type of GraphQL, and looks at no status. */
export function namesPlainJson(accept = ''): boolean {
  return /\bapplication\/json\b/i.test(accept)
}

/** What is wrong with a document or its variables; all else is wrong with the request. */
const OF_DOCUMENT = ['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']

/**
 * An error before execution: the request itself is at fault. We answer 400, since proxies, monitoring and scripts look
 * at the status; but 200 to callers who name application/json and whose document is at fault (GraphQL over HTTP, 6.4.1).
 */
export function asRequestError(error: GraphQLError, lenient = false): void {
  const { extensions } = error
  // Wrong variables are found by the executor, which suggests and quotes on its own.
  error.message = withoutValues(error.message)
  delete extensions['originalError']
  extensions['code'] ??= 'BAD_USER_INPUT'
  const internal = extensions['code'] === 'INTERNAL_SERVER_ERROR'
  const spec = lenient && OF_DOCUMENT.includes(String(extensions['code']))
  extensions.http = { status: internal ? 500 : 400, ...extensions.http, spec }
}

/**
 * What is wrong and where, without what was sent: an ID number in the field of a date must not come back in an error, to
 * be kept in the logs of clients and proxies.
 */
function withoutValues(message: string): string {
  return message
    .replace(/ Did you mean [^?]+\?$/, '')
    .replace(
      /^(Variable "\$\w+" got invalid value) (?:"(?:[^"\\]|\\.)*"|[^";])*?( at "[\w.[\]]+")?; /s,
      '$1$2; ',
    )
    .replace(
      /\bValue ".*" does not exist in ("\w+") enum\.?$/s,
      'The value does not exist in $1 enum.',
    )
    .replace(/( cannot represent [\w -]+): .*$/s, '$1.')
    .replace(/^(Expected value of type "[\w![\]]+"), found .*$/s, '$1.')
}
