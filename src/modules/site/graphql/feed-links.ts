import { builder } from '../../../graphql/builder.ts'
import { OrganizationType } from '../../organization/graphql.ts'
import { AreaType, ItemType } from '../../taxonomy/graphql.ts'
import type { FeedFormat } from '../feeds/feed.ts'
import type { FeedSubject } from '../read-feed.ts'
import { ColumnType } from './column.ts'

interface FeedPath {
  readonly subject: FeedSubject
  readonly code: string
}

const FeedLinksType = builder.objectRef<FeedPath>('FeedLinks')

const link = (format: FeedFormat, description: string) => ({ format, description })
const LINKS = {
  rss: link('rss', 'RSS 2.0.'),
  atom: link('atom', 'Atom 1.0 (RFC 4287).'),
  json: link('json', 'JSON Feed 1.1.'),
}

FeedLinksType.implement({
  description:
    'Addresses of a feed of the 50 newest records, for `<link rel="alternate">`. Public.',
  fields: (t) => {
    const address = ({ format, description }: (typeof LINKS)[FeedFormat]) =>
      t.string({
        description,
        resolve: ({ subject, code }, _args, { site }) =>
          `${site.url}/feeds/${subject}/${code}.${format}`,
      })
    return { rss: address(LINKS.rss), atom: address(LINKS.atom), json: address(LINKS.json) }
  },
})

const description = 'Its feeds.'

builder.objectField(AreaType, 'feeds', (t) =>
  t.field({
    type: FeedLinksType,
    description,
    resolve: ({ code }) => ({ subject: 'area' as const, code }),
  }),
)

builder.objectField(ItemType, 'feeds', (t) =>
  t.field({
    type: FeedLinksType,
    description,
    resolve: ({ code }) => ({ subject: 'item' as const, code }),
  }),
)

builder.objectField(OrganizationType, 'feeds', (t) =>
  t.field({
    type: FeedLinksType,
    description,
    resolve: ({ code }) => ({ subject: 'organization' as const, code }),
  }),
)

builder.objectField(ColumnType, 'feeds', (t) =>
  t.field({
    type: FeedLinksType,
    description,
    resolve: ({ code }) => ({ subject: 'column' as const, code }),
  }),
)
