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

/** A search as Meilisearch takes it, with what this server asks of it. */
export function meilisearchAsk({ words }: Subject, apiKey: string, index: string): Ask {
  return {
    method: 'POST',
    path: `/indexes/${index}/search`,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
    body: JSON.stringify({
      q: words,
      limit: 21,
      matchingStrategy: 'all',
      locales: ['cmn'],
      facets: ['area', 'item', 'organization', 'kind', 'year'],
      attributesToHighlight: ['title', 'summary', 'body'],
      attributesToCrop: ['body'],
      cropLength: 50,
      attributesToRetrieve: ['id', 'version'],
    }),
  }
}
