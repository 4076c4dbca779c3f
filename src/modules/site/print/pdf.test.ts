import jsQR from 'jsqr'
import sharp from 'sharp'
import { extractText, getDocumentProxy, renderPageAsImage } from 'unpdf'
import { expect, test, vi } from 'vitest'
import type { PrintDocument } from './document.ts'
import { htmlOf } from './html.ts'
import { pdfOf } from './pdf.ts'
import { qrModules } from './qr-code.ts'

// Each document opens a font of ten megabytes on a thread of its own.
vi.setConfig({ testTimeout: 120_000 })

const URL = 'https://www.kazuo.gov.cn/disclosures/112113249000004012/2026-00001'

/** A roster of invented people, the way a township puts it on its boards. */
function roster(rowCount: number, more: Partial<PrintDocument> = {}): PrintDocument {
  const columns = ['序号', '姓名', '身份证号', '家庭住址', '类别', '金额（元）']
  return {
    size: 'A4',
    title: '最低生活保障对象公示名单',
    subtitle: '喀左县南公营子镇人民政府',
    author: '喀左县南公营子镇人民政府',
    footer: '中国喀左　索引号 112113249000004012/2026-00001',
    blocks: [
      {
        kind: 'facts',
        facts: [
          { label: '公示期', value: '2026-11-26 至 2026-12-03' },
          { label: '异议受理电话', value: '0421-5550101' },
        ],
        link: { url: URL, caption: '扫码查看原文' },
      },
      {
        kind: 'grid',
        title: '对象名单',
        columns: columns.map((title) => ({ title, isNumber: title === '金额（元）' })),
        rows: Array.from({ length: rowCount }, (_, index) => {
          return [
            `${index + 1}`,
            `张某${index + 1}`,
            '35*************123',
            '南公营子镇',
            '城市低保',
            '650.00',
          ]
        }),
      },
    ],
    ...more,
  }
}

async function pagesOf(document: PrintDocument): Promise<string[]> {
  const { text } = await extractText(new Uint8Array(await pdfOf(document)))
  return text.map((page) => page.replaceAll(/\s+/g, ''))
}

test('every row is there, heads and numbers on every page', async () => {
  const pages = await pagesOf(roster(150))
  expect(pages.length).toBeGreaterThan(3)
  for (const [index, page] of pages.entries()) {
    expect(page).toContain('序号姓名身份证号家庭住址类别金额（元）')
    expect(page).toContain(`第${index + 1}页共${pages.length}页`)
    expect(page).toContain('索引号112113249000004012/2026-00001')
  }
  for (let row = 1; row <= 150; row++) expect(pages.join('')).toContain(`${row}张某${row}35*`)
  expect(pages[0]).toContain('公示期2026-11-26至2026-12-03')
  expect(pages[0]).toContain('异议受理电话0421-5550101')
  expect(pages[0]).toContain('扫码查看原文')
})

test.each([
  ['A4', 595, 842],
  ['A3', 842, 1191],
] as const)(
  '%s: everything stands on the sheet, and no line on another',
  async (size, width, height) => {
    const pdf = await getDocumentProxy(new Uint8Array(await pdfOf(roster(60, { size }))))
    for (let number = 1; number <= pdf.numPages; number++) {
      const page = await pdf.getPage(number)
      const [, , right, top] = page.view
      expect([Math.round(right ?? 0), Math.round(top ?? 0)]).toEqual([width, height])
      const { items } = await page.getTextContent()
      const places = items.flatMap((item) =>
        'transform' in item && item.str.trim() !== ''
          ? [{ x: Number(item.transform[4]), y: Number(item.transform[5]), width: item.width }]
          : [],
      )
      for (const place of places) {
        expect(place.x).toBeGreaterThan(36)
        expect(place.x + place.width).toBeLessThan(width - 36)
        expect(place.y).toBeGreaterThan(20)
        expect(place.y).toBeLessThan(height - 36)
      }
      const spots = places.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`)
      expect(new Set(spots).size).toBe(spots.length)
    }
  },
)

test('a table that is too wide lies, and a cell higher than a page goes on', async () => {
  const columns = Array.from({ length: 14 }, (_, index) => ({
    title: `很宽的栏目${index}`,
    isNumber: false,
  }))
  const rows = [columns.map(() => '内容'.repeat(400))]
  const document = roster(0, { blocks: [{ kind: 'grid', title: '表', columns, rows }] })
  const pdf = await getDocumentProxy(new Uint8Array(await pdfOf(document)))
  const [, , right = 0, top = 0] = (await pdf.getPage(1)).view
  expect(right).toBeGreaterThan(top)
  expect(pdf.numPages).toBeGreaterThan(1)
  const words = (await pagesOf(document)).join('').replaceAll(/第\d+页共\d+页/g, '')
  expect(words.match(/内/g)).toHaveLength(14 * 400)
})

test('signs without a glyph show as 〓 and are named; Mongolian is sent to the page; nothing else is lost', async () => {
  const facts = [
    { label: '姓名', value: '𠮷某、㛃某、䶮某' },
    { label: '蒙古文', value: 'ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ 之后' },
    { label: '符号', value: '①②《》〔2026〕№ ㎡ ℃ — … “” ‰ ½' },
  ]
  const [page = ''] = await pagesOf(roster(1, { blocks: [{ kind: 'facts', facts, link: null }] }))
  expect(page).toContain('〓某、㛃某、䶮某')
  expect(page).toContain('注：〓为字库未收的字，依次为U+20BB7')
  expect(page).toContain('〔蒙古文见网页〕之后')
  expect(page).toContain('①②《》〔2026〕')
  expect(page).not.toMatch(/[\0\uFFFD]/)
})

test('a closing mark never begins a line, and an opening one never ends one', async () => {
  const text = '（一）甲、乙、丙，丁；“戊”。'.repeat(60)
  const body = { kind: 'body', html: '', lines: [text] } as const
  const pdf = new Uint8Array(await pdfOf(roster(0, { blocks: [body] })))
  const { text: pages } = await extractText(pdf)
  const lines = pages
    .join('\n')
    .split('\n')
    .filter((line) => line.includes('甲'))
  expect(lines.length).toBeGreaterThan(10)
  for (const line of lines) {
    expect(line.trim()).not.toMatch(/^[，。、；）”]/)
    expect(line.trim()).not.toMatch(/[（“]$/)
  }
})

test('a handbook tells on which page each chapter begins', async () => {
  const chapter = (name: string) =>
    [
      { kind: 'chapter', text: name },
      { kind: 'body', html: '', lines: Array.from({ length: 60 }, () => `${name}的内容`) },
    ] as const
  const blocks = [
    { kind: 'contents', title: '目录' } as const,
    ...chapter('指南甲'),
    ...chapter('指南乙'),
  ]
  const pages = await pagesOf(roster(0, { blocks }))
  const pageOf = (name: string) =>
    pages.findIndex((page, index) => index > 0 && page.includes(`${name}${name}的内容`)) + 1
  expect(pages[0]).toMatch(
    new RegExp(`1\\.指南甲\\.+${pageOf('指南甲')}2\\.指南乙\\.+${pageOf('指南乙')}`),
  )
  expect(pageOf('指南乙')).toBeGreaterThan(pageOf('指南甲'))
})

test(
  '2,000 rows take the other process seconds and this one next to nothing',
  { timeout: 120_000 },
  async () => {
    const document = roster(2_000)
    const before = process.threadCpuUsage()
    const pdf = await pdfOf(document)
    const used = process.threadCpuUsage(before)
    console.log(`2,000 rows: ${pdf.length} bytes, ${used.user / 1000} ms of this thread`)
    expect((used.user + used.system) / 1000).toBeLessThan(500)
  },
)

test('the code leads to the record, on paper and on the page', () => {
  const modules = qrModules(URL)
  const scale = 4
  const side = modules.length * scale
  const pixels = new Uint8ClampedArray(side * side * 4)
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const dark = modules[Math.floor(y / scale)]?.[Math.floor(x / scale)] === true
      pixels.set(dark ? [0, 0, 0, 255] : [255, 255, 255, 255], (y * side + x) * 4)
    }
  }
  expect(jsQR.default(pixels, side, side)?.data).toBe(URL)
})

/** A page as a printer would put it on paper: grey values, two to a point. */
async function printed(document: PrintDocument, page: number) {
  const picture = await renderPageAsImage(new Uint8Array(await pdfOf(document)), page, {
    canvasImport: () => import('@napi-rs/canvas'),
    scale: 2,
  })
  const image = sharp(Buffer.from(picture)).flatten({ background: '#ffffff' })
  const { data, info } = await image.clone().greyscale().raw().toBuffer({ resolveWithObject: true })
  /** Dark points of a part of the page, of which all sides are shares of it. */
  const ink = (left: number, top: number, right: number, bottom: number) => {
    let dark = 0
    for (let y = Math.floor(top * info.height); y < bottom * info.height; y++) {
      for (let x = Math.floor(left * info.width); x < right * info.width; x++) {
        if ((data[y * info.width + x] ?? 255) < 128) dark++
      }
    }
    return dark
  }
  const colours = await image.ensureAlpha().raw().toBuffer()
  return { ink, code: jsQR.default(new Uint8ClampedArray(colours), info.width, info.height)?.data }
}

test.each(['A4', 'A3'] as const)(
  '%s as it comes out of the printer: a title, rows down the page, clean margins, a code that leads to the record',
  async (size) => {
    const document = roster(150, { size })
    const first = await printed(document, 1)
    expect(first.code).toBe(URL)
    // Not boxes without a sign: the strokes of thirteen characters, in the middle at the top.
    expect(first.ink(0.2, 0.03, 0.8, 0.12)).toBeGreaterThan(2_000)
    for (const page of [first, await printed(document, 2)]) {
      for (let band = 0.4; band < 0.85; band += 0.05) {
        expect(page.ink(0.1, band, 0.9, band + 0.05)).toBeGreaterThan(500)
      }
      expect(page.ink(0, 0, 0.04, 1)).toBe(0)
      expect(page.ink(0.96, 0, 1, 1)).toBe(0)
      expect(page.ink(0, 0, 1, 0.02)).toBe(0)
      expect(page.ink(0, 0.985, 1, 1)).toBe(0)
    }
  },
)

test('the page says the same, escaped, with heads that repeat and pages that are numbered', () => {
  const cell = '<script>alert(1)</script>'
  const columns = [{ title: '姓名', isNumber: false }]
  const blocks = [{ kind: 'grid', title: '名单', columns, rows: [[cell]] } as const]
  const html = [
    ...htmlOf(roster(0, { title: '甲 & 乙', footer: '索引号 "1" </style>', blocks })),
  ].join('')
  expect(html).toContain('<h1>甲 &amp; 乙</h1>')
  expect(html).toContain('&lt;script&gt;')
  expect(html).not.toContain('<script')
  expect(html.match(/<\/style>/g)).toHaveLength(1)
  expect(html).toContain('thead { display: table-header-group; }')
  expect(html).toContain('counter(pages)')
})
