import { graphqlClient } from '../test/support/client.ts'
import { type Ask, byText } from './question.ts'

const EDITION = 'id number state title updatedAt author { displayName }'

/** What an admin client asks when somebody opens it. */
const QUESTIONS = {
  tasks: `{ viewer { taskCounts { type count overdue } tasks(first: 20) {
    nodes { type subjectId title since dueAt organization { code shortName } claim { by { displayName } } }
    pageInfo { hasNextPage endCursor } } } }`,
  drafts: `{ viewer { drafts(first: 20) { nodes { ${EDITION} } pageInfo { hasNextPage endCursor } } } }`,
  reviewQueue: `{ viewer { reviewQueue(first: 20) { nodes { ${EDITION} } pageInfo { hasNextPage endCursor } } } }`,
}

/** The questions of staff, each by the account that has most to see. */
export async function editorAsks(url: string, password: string): Promise<Record<string, Ask>> {
  const username = 'office'
  const { token } = await graphqlClient(url).succeed<{ token: string }>(
    'signIn',
    { username, password },
    'token',
  )
  return Object.fromEntries(
    Object.entries(QUESTIONS).map(([name, query]) => {
      const ask = byText('/graphql', query, {})
      return [
        `editor.${name}`,
        { ...ask, headers: { ...ask.headers, authorization: `Bearer ${token}` } },
      ]
    }),
  )
}
