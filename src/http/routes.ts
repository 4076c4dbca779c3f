import { catalogue, catalogueCsv, catalogueXlsx, guide } from './catalogue.ts'
import { checkpoints } from './checkpoints.ts'
import { exports } from './exports.ts'
import { feeds } from './feeds.ts'
import { files } from './files.ts'
import { graphql } from './graphql.ts'
import { imports } from './imports.ts'
import { openData } from './open-data.ts'
import { print } from './print.ts'
import type { Route } from './route.ts'
import { robots, sitemap, sitemaps } from './sitemaps.ts'
import { shortLinks } from './short-links.ts'
import { smsInbound, smsPosts } from './sms-inbound.ts'
import { uploads } from './uploads.ts'
import { wechat } from './wechat.ts'

/** Everything that is served beside the two questions about health; longest paths first. */
const routes = [
  checkpoints,
  exports,
  files,
  graphql,
  imports,
  shortLinks,
  smsInbound,
  smsPosts,
  uploads,
  wechat,
  feeds,
  robots,
  sitemap,
  sitemaps,
  print,
  catalogue,
  catalogueCsv,
  catalogueXlsx,
  guide,
  openData,
].toSorted((one, other) => other.path.length - one.path.length)

/** The route of a path: its own, or the longest one that it lies under. */
export function routeTo(path: string): Route | undefined {
  return routes.find((route) =>
    route.path.endsWith('/') ? path.startsWith(route.path) : path === route.path,
  )
}
