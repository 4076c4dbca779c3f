import { escaped } from '../../disclosure/sheets/xml.ts'
import type { Site } from '../model.ts'

const STYLE = `body { font: 1rem/1.7 "Noto Sans SC", "Microsoft YaHei", sans-serif; max-width: 70rem; margin: 0 auto; padding: 1rem; color: #111; background: #fff; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; } table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #999; padding: .3em .5em; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { background: #eee; } nav { margin: 1rem 0; } nav a { margin-right: 1.5em; } footer { margin-top: 2rem; border-top: 1px solid #999; }`

/** A page of the site's own that needs no script. */
export function pageHtml(site: Site, title: string, body: string): string {
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="SiteName" content="${escaped(site.name)}">
<meta name="SiteDomain" content="${escaped(site.domain)}">
<meta name="SiteIDCode" content="${escaped(site.idCode)}">
<title>${escaped(title)}－${escaped(site.name)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
${body}</main>
<footer>主办单位：${escaped(site.sponsor)}　承办单位：${escaped(site.organizer)}　网站标识码：${escaped(site.idCode)}</footer>
</body>
</html>
`
}
