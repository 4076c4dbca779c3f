import { builder } from '../../../graphql/builder.ts'
import { type FeedKind, isFeed } from '../../disclosure/kind/feed.ts'
import { allFields } from '../../disclosure/kind/kind.ts'
import { inputKey, kinds } from '../../disclosure/kind/registry.ts'
import { dayOfSeries, latestInSeries, MOST_IN_A_DAY } from '../read-series.ts'
import { listTags } from '../read-tags.ts'
import { recordTypeOf } from './disclosure.ts'

for (const kind of kinds.values()) if (isFeed(kind)) defineSeries(kind)

/** The latest reading of a series and its day, typed, of a kind that machines post. */
function defineSeries(kind: FeedKind): void {
  const [series, at] = kind.feed.key
  const { title = series } = allFields(kind)[series] ?? {}
  const whose = (described: string) => ({ required: true as const, description: described })
  builder.queryFields((t) => ({
    [`latest${kind.name}`]: t.field({
      type: recordTypeOf(kind),
      nullable: true,
      description: `The newest ${kind.name} (${kind.title}) of one \`${series}\` by \`${at}\`, for everyone. Null when there is none. Public.`,
      authScopes: { public: true },
      args: { [series]: t.arg.string(whose(`${title}, as in the record.`)) },
      resolve: (_root, args, { readsOf }) =>
        latestInSeries(readsOf(...listTags({ kinds: [kind.name] })), {
          kind: kind.name,
          series: String(args[series]),
        }),
    }),
    [`${inputKey(kind)}s`]: t.field({
      type: [recordTypeOf(kind)],
      description: `Every ${kind.name} (${kind.title}) of one \`${series}\` on one day in Asia/Shanghai, by \`${at}\`, the first ${MOST_IN_A_DAY} of them. Public.`,
      authScopes: { public: true },
      args: {
        [series]: t.arg.string(whose(`${title}, as in the record.`)),
        date: t.arg({ type: 'Date', required: true, description: 'The day.' }),
      },
      resolve: (_root, args, { readsOf }) =>
        dayOfSeries(
          readsOf(...listTags({ kinds: [kind.name] })),
          { kind: kind.name, series: String(args[series]) },
          String(args['date']),
        ),
    }),
  }))
}
