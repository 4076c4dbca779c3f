import { escaped } from '../../disclosure/sheets/xml.ts'
import type { Block, Facts, Grid, PrintDocument } from './document.ts'
import { darkRuns, qrModules } from './qr-code.ts'

/** A document as a page for the browser's own printing: heads of tables repeat, pages are numbered by the sheet. */
export function* htmlOf(document: PrintDocument): Generator<string> {
  const { size, title, subtitle, footer, blocks } = document
  yield `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>${escaped(title)}</title>
<style>
@page { size: ${size}; margin: 15mm 14mm 18mm;
  @bottom-left { content: "${cssText(footer)}"; font-size: 8pt; }
  @bottom-right { content: "第 " counter(page) " 页 共 " counter(pages) " 页"; font-size: 8pt; } }
${STYLE}
</style>
</head>
<body>
<header><h1>${escaped(title)}</h1><p>${escaped(subtitle)}</p></header>
<main>
`
  for (const [index, block] of blocks.entries()) yield* blockHtml(block, index, blocks)
  yield `</main>
<footer>${escaped(footer)}</footer>
</body>
</html>
`
}

const STYLE = `body { font: 11pt/1.6 "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei", sans-serif; color: #000; background: #fff;
  max-width: 60rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
header { text-align: center; } h1 { font-size: 18pt; margin: 0 0 .2em; } header p { margin: 0 0 1em; }
h2 { font-size: 14pt; } h3 { font-size: 12pt; margin: 1em 0 .3em; } h2, h3 { break-after: avoid; }
.facts { display: flex; gap: 1rem; align-items: flex-start; margin-bottom: 1em; } .facts table { flex: 1; }
figure { margin: 0; width: 32mm; text-align: center; font-size: 8pt; } figure svg { width: 100%; height: auto; display: block; }
table { border-collapse: collapse; width: 100%; } th, td { border: .5pt solid #000; padding: .15em .4em; text-align: left; vertical-align: top; }
thead { display: table-header-group; } tr { break-inside: avoid; } thead th, .facts th { background: #eee; }
.facts th { width: 7em; } td.number { text-align: right; } img { max-width: 100%; }
.chapter { break-before: page; } nav + .chapter { break-before: page; } nav ol { padding-left: 1.5em; }
footer { margin-top: 1em; font-size: 8pt; } @media print { body { padding: 0; } footer { display: none; } }`

function* blockHtml(block: Block, index: number, blocks: readonly Block[]): Generator<string> {
  switch (block.kind) {
    case 'chapter':
      yield `<h2 class="chapter" id="b${index}">${escaped(block.text)}</h2>\n`
      break
    case 'heading':
      yield `<h3>${escaped(block.text)}</h3>\n`
      break
    case 'contents':
      yield `<nav><h2>${escaped(block.title)}</h2><ol>\n`
      for (const [place, one] of blocks.entries()) {
        if (one.kind === 'chapter') yield `<li><a href="#b${place}">${escaped(one.text)}</a></li>\n`
      }
      yield '</ol></nav>\n'
      break
    case 'facts':
      yield factsHtml(block)
      break
    case 'body':
      yield `<section>${block.html}</section>\n`
      break
    case 'grid':
      yield* gridHtml(block)
  }
}

function factsHtml({ facts, link }: Facts): string {
  const rows = facts.map(({ label, value }) => {
    return `<tr><th scope="row">${escaped(label)}</th><td>${escaped(value)}</td></tr>\n`
  })
  const code = link
    ? `<figure>${qrSvg(link.url, link.caption)}<figcaption>${escaped(link.caption)}</figcaption></figure>`
    : ''
  return `<div class="facts"><table>\n${rows.join('')}</table>${code}</div>\n`
}

function* gridHtml({ title, columns, rows }: Grid): Generator<string> {
  const heads = columns.map((column) => `<th scope="col">${escaped(column.title)}</th>`)
  yield `<h3>${escaped(title)}</h3>\n<table><thead><tr>${heads.join('')}</tr></thead><tbody>\n`
  for (const row of rows) {
    const cells = row.map((cell, index) => {
      return `<td${columns[index]?.isNumber ? ' class="number"' : ''}>${escaped(cell)}</td>`
    })
    yield `<tr>${cells.join('')}</tr>\n`
  }
  yield '</tbody></table>\n'
}

function qrSvg(url: string, label: string): string {
  const modules = qrModules(url)
  const path = [...darkRuns(modules)].map(
    ({ x, y, length }) => `M${x} ${y}h${length}v1h-${length}z`,
  )
  return `<svg viewBox="0 0 ${modules.length} ${modules.length}" role="img" aria-label="${escaped(label)}" shape-rendering="crispEdges"><path d="${path.join('')}"/></svg>`
}

/** Text in a string of CSS. */
function cssText(text: string): string {
  return text.replaceAll(
    /["\\<\n\r\f]/g,
    (character) => `\\${character.codePointAt(0)?.toString(16)} `,
  )
}
