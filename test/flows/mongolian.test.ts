import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { foundBy, publishedOver, searchFor } from '../support/editorial.ts'

// 蒙古语文工作条例4: Mongolian and Chinese with equal effect. From what is typed to what is read and found.

// "Notice of the price of the month", with FVS1, MVS and the narrow space of a suffix.
const TITLE = 'ᠰᠠᠷ\u180Eᠠ\u202Fᠶᠢᠨ ᠦ\u180Bᠨ\u180Eᠡ ᠮᠡᠳᠡᠭᠳᠡᠯ'
const SUMMARY = 'ᠮᠣᠩᠭᠣᠯ\u202Fᠤᠨ ᠬᠡᠯᠡ'
const BODY = 'ᠬᠠᠷᠠᠴᠢᠨ ᠵᠡᠭᠦᠨ ᠭᠠᠷ\n\nᠲᠣᠰᠬᠤ ᠪᠠᠶᠢᠭᠤᠯᠤᠯᠲᠠ'

const translated = (title: string, mongolianStatus: string) => ({
  notice: {
    title,
    bodyMarkdown: '正文。',
    mongolianTitle: TITLE,
    mongolianSummary: SUMMARY,
    mongolianBodyMarkdown: BODY,
    mongolianStatus,
  },
})

describe.each(['MEILISEARCH', 'DATABASE'] as const)('with %s', (engine) => {
  let app: TestApp
  let reviewed = ''
  let unreviewed = ''

  beforeAll(async () => {
    app = await startTestApp({ search: engine })
    const answering = async () => (await searchFor(app.anonymous, '')).search.engine
    await vi.waitUntil(async () => (await answering()) === engine, { timeout: 20_000 })
    reviewed = await publishedOver(app.signIn, { content: translated('双语通知', 'REVIEWED') })
    unreviewed = await publishedOver(app.signIn, { content: translated('单语通知', 'DRAFT') })
    const there = async () =>
      (await foundBy(app.anonymous, '双语通知')).includes(reviewed) &&
      (await foundBy(app.anonymous, '单语通知')).includes(unreviewed)
    await vi.waitUntil(there, { timeout: 15_000 })
  })

  afterAll(() => app.close())

  const read = async (indexNumber: string) => {
    const { disclosure } = await app.anonymous.query<{ disclosure: { mongolian: object } }>(
      `query ($n: String!) { disclosure(indexNumber: $n) {
         mongolian { status title summary bodyHtml bodyText } } }`,
      { n: indexNumber },
    )
    return disclosure.mongolian
  }

  test('it is read as it was typed, to the last selector', async () => {
    const [first, second] = BODY.split('\n\n')
    expect(await read(reviewed)).toEqual({
      status: 'REVIEWED',
      title: TITLE,
      summary: SUMMARY,
      bodyHtml: `<p>${first}</p><p>${second}</p>`,
      bodyText: `${first}\n${second}`,
    })
  })

  test('until it is reviewed, nobody reads or finds it', async () => {
    const nothing = { title: null, summary: null, bodyHtml: null, bodyText: null }
    expect(await read(unreviewed)).toEqual({ status: 'DRAFT', ...nothing })
  })

  test.each([
    ['a word of the title as it is typed', 'ᠦ\u180Bᠨ\u180Eᠡ'],
    ['the same without its selectors', 'ᠦᠨᠡ'],
    ['the same with another selector', 'ᠦ\u180Cᠨᠡ'],
    ['a stem without its suffix', 'ᠮᠣᠩᠭᠣᠯ'],
    ['a stem with its suffix', 'ᠮᠣᠩᠭᠣᠯ\u202Fᠤᠨ'],
    ['a word of the body', 'ᠪᠠᠶᠢᠭᠤᠯᠤᠯᠲᠠ'],
    ['a Mongolian and a Chinese word', 'ᠬᠡᠯᠡ 通知'],
  ])('it is found by %s', async (_what, query) => {
    expect(await foundBy(app.anonymous, query)).toEqual([reviewed])
  })
})
