import { type Ask, byGet, byText, type Question, type Subject } from './question.ts'

const LISTED = `indexNumber kind title summary docNumber firstPublishedAt validFrom
  organizationByOrganizationCode { code shortName } itemByItemCode { code title }`

/** The questions in the words of PostGraphile; it has no search. */
export function postgraphileAsks(subject: Subject): Partial<Record<Question, Ask>> {
  const { organization, item, indexNumber, roster } = subject
  const order = 'orderBy: [FIRST_PUBLISHED_AT_DESC, ROW_ID_DESC]'
  const page = 'pageInfo { hasNextPage endCursor }'
  return {
    list: byText(
      '/graphql',
      `{ allRecords(first: 20, ${order}) { ${page} nodes { ${LISTED} } } }`,
      {},
    ),
    filtered: byText(
      '/graphql',
      `query ($o: String!, $i: String!) {
        allRecords(first: 20, condition: { organizationCode: $o, itemCode: $i }, ${order}) {
          ${page} nodes { ${LISTED} } } }`,
      { o: organization, i: item },
    ),
    detail: byText(
      '/graphql',
      `query ($n: String!) { recordByIndexNumber(indexNumber: $n) {
        ${LISTED} keywords formedOn displayUntil audience organizationName content bodyHtml attachments mongolian } }`,
      { n: indexNumber },
    ),
    rows: byText(
      '/graphql',
      `query ($n: String!) { recordByIndexNumber(indexNumber: $n) { indexNumber
        recipientsByPublicationId(first: 50, orderBy: NO_ASC) { totalCount ${page} nodes { no content } } } }`,
      { n: roster },
    ),
  }
}

/** The questions as the hand-written server takes them; it has no search. */
export function rawAsks(subject: Subject): Partial<Record<Question, Ask>> {
  const { organization, item, indexNumber, roster } = subject
  return {
    list: byGet('/list'),
    filtered: byGet(`/filtered?${new URLSearchParams({ organization, item })}`),
    detail: byGet(`/detail?${new URLSearchParams({ number: indexNumber })}`),
    rows: byGet(`/rows?${new URLSearchParams({ number: roster })}`),
  }
}

/** What this server asks the engine for, and what its answer is made of besides. */
const ASKED = {
  limit: 21,
  matchingStrategy: 'all',
  locales: ['cmn'],
  facets: ['area', 'item', 'organization', 'kind', 'year'],
  attributesToHighlight: ['title', 'summary'],
  attributesToRetrieve: ['id', 'version'],
}

/** What a front end has to ask for that shows the same page from the engine alone: with the words found in the body. */
const WITH_EXCERPTS = {
  ...ASKED,
  attributesToHighlight: ['title', 'summary', 'body'],
  attributesToCrop: ['body'],
  cropLength: 50,
}

/** A search as Meilisearch takes it: what this server asks of it, or what a front end without this server would. */
export function meilisearchAsk(
  { words, otherWords }: Subject,
  apiKey: string,
  index: string,
  { withExcerpts = false } = {},
): Ask {
  const path = `/indexes/${index}/search`
  const bodyOf = (q: string) => JSON.stringify({ q, ...(withExcerpts ? WITH_EXCERPTS : ASKED) })
  return {
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
    body: bodyOf(words),
    others: otherWords.map((q) => ({ path, body: bodyOf(q) })),
  }
}
