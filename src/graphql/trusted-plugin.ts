import { type ExecutionArgs, GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { Context } from './context.ts'
import type { TrustedDocument, TrustedDocuments } from './trusted.ts'

/** What stands in a request beside the usual parameters. */
export const DOCUMENT_ID = 'documentId'

const asked = new WeakMap<Request, TrustedDocument>()

/** The document that a request asked for by its id, or null when it brought its own. */
export function trustedOf(request: Request): TrustedDocument | null {
  return asked.get(request) ?? null
}

/** Lets a request name a document of the manifest instead of bringing one; it is run by its compiled form. */
export function trustedPlugin(documents: TrustedDocuments): Plugin<Context> {
  return {
    onRequestParse({ request, url, requestParser, setRequestParser }) {
      const id = request.method === 'GET' ? url.searchParams.get(DOCUMENT_ID) : null
      if (!requestParser || id === null) return
      setRequestParser(async (given) =>
        Object.assign(await requestParser(given), { [DOCUMENT_ID]: id }),
      )
    },
    onParams({ params, request, setParams }) {
      const { [DOCUMENT_ID]: id, ...rest } = (params ?? {}) as Record<string, unknown>
      if (id == null) return
      if (rest['query'] != null)
        throw refusal(400, 'BAD_REQUEST', '不能同时给出 query 和 documentId')
      const document = typeof id === 'string' ? documents(id) : null
      // The front end is newer than the server, or not of this county.
      if (!document) throw refusal(404, 'UNKNOWN_DOCUMENT', '没有登记这个 documentId')
      asked.set(request, document)
      setParams({ ...rest, query: document.text })
    },
    onExecute({ args, setExecuteFn }) {
      const { contextValue: context } = args
      const { variableValues } = args as ExecutionArgs
      const document = trustedOf(context.request)
      if (document) setExecuteFn(() => document.execute(context, variableValues ?? {}))
    },
  }
}

function refusal(status: number, code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status } } })
}
