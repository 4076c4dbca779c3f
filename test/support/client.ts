/** An error entry of a GraphQL answer. */
export interface AnswerError {
  readonly message: string
  readonly path?: readonly (string | number)[]
  readonly extensions?: { readonly code?: string; readonly requestId?: string }
}

/** A GraphQL answer over HTTP as it came. */
export interface Answer<Data> {
  readonly status: number
  readonly headers: Headers
  readonly data?: Data | null
  readonly errors?: readonly AnswerError[]
}

/** What every mutation answers: its success, or a typed error with `code` and `message`. */
export interface Outcome {
  readonly __typename: string
  readonly code?: string
  readonly message?: string
  readonly problems?: readonly { path: string; code: string; message: string }[]
}

/** A GraphQL client that is signed in or not. */
export interface GraphQLClient {
  /** Sends a document and gives back the whole answer. */
  request<Data>(document: string, variables?: object): Promise<Answer<Data>>
  /** Sends a document and gives back its data; throws on any error. */
  query<Data>(document: string, variables?: object): Promise<Data>
  /** Calls a mutation; `selection` is what to read of its success. Typed errors are given back, not thrown. */
  mutate<Success>(
    name: string,
    input: object,
    selection: string,
  ): Promise<Outcome & Partial<Success>>
  /** As `mutate`, but throws on a typed error too. */
  succeed<Success>(name: string, input: object, selection: string): Promise<Success>
}

/** A client of the server at `url` that sends `headers` with every request. */
export function graphqlClient(url: string, headers: Record<string, string> = {}): GraphQLClient {
  const client: GraphQLClient = {
    async request<Data>(query: string, variables?: object): Promise<Answer<Data>> {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query, variables }),
      })
      const body = (await response.json()) as Omit<Answer<Data>, 'status' | 'headers'>
      return { status: response.status, headers: response.headers, ...body }
    },

    async query<Data>(document: string, variables?: object): Promise<Data> {
      const { status, data, errors } = await client.request<Data>(document, variables)
      if (errors || data == null) throw new Error(`${status} ${JSON.stringify(errors)}`)
      return data
    },

    async mutate<Success>(name: string, input: object, selection: string) {
      const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}`
      const document = `mutation ($input: ${type}Input!) {
        ${name}(input: $input) {
          __typename
          ... on Error { code message }
          ... on ValidationError { problems { path code message } }
          ... on ${type}Success { ${selection} }
        }
      }`
      const data = await client.query<Record<string, Outcome & Partial<Success>>>(document, {
        input,
      })
      const outcome = data[name]
      if (!outcome) throw new Error(`${name} answered nothing`)
      return outcome
    },

    async succeed<Success>(name: string, input: object, selection: string) {
      const outcome = await client.mutate<Success>(name, input, selection)
      if (outcome.code !== undefined) throw new Error(`${name}: ${JSON.stringify(outcome)}`)
      return outcome as unknown as Success
    },
  }
  return client
}
