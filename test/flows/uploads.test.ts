import { readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sweepAttachments } from '../../src/modules/disclosure/attachments/sweep.ts'
import type { FileStore } from '../../src/modules/disclosure/ports.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { draftOver, foundBy, publishedOver, refer } from '../support/editorial.ts'
import { docx, mp3, mp4, pdf, photograph, png, xlsx } from '../support/files.ts'
import { startS3 } from '../support/s3.ts'
import { sendFile } from '../support/uploads.ts'
import { fileClient, noticeWith, sha256 } from '../support/attachments.ts'

// A file's way from a clerk's desk into the store, and what is not taken.

let app: TestApp
const { send, sent, get, authorised } = fileClient(() => app)

beforeAll(async () => {
  app = await startTestApp({ search: 'DATABASE' })
})

afterAll(() => app.close())

test('a photograph is stored upright, without what the camera wrote into it', async () => {
  const original = await photograph(40, 20)
  expect(original.toString('latin1')).toContain('EXIF-MARKER')
  const file = await sent('现场.jpg', original)
  expect(file.originalSha256).toBe(sha256(original))
  expect(file.sha256).not.toBe(file.originalSha256)
  const markdown = `![现场](attachment:${file.id})`
  await publishedOver(app.signIn, { content: noticeWith('现场照片', [file.id], markdown) })

  const response = await get(file.id)
  expect(response.headers.get('content-type')).toBe('image/jpeg')
  expect(response.headers.get('content-disposition')).toMatch(/^inline; /)
  const stored = Buffer.from(await response.arrayBuffer())
  expect(sha256(stored)).toBe(file.sha256)
  expect(stored.toString('latin1')).not.toContain('EXIF-MARKER')
  const { width, height, exif, orientation } = await sharp(stored).metadata()
  expect({ width, height, exif, orientation }).toEqual({ width: 20, height: 40 })
})

test('what follows the picture in a file, or is hidden in its comments, is not stored', async () => {
  const html = '<script>alert(1)</script>'
  const image = Buffer.concat([await png(), Buffer.from(html)])
  const file = await sent('图.png', image)
  const stored = await get(file.id, await authorised('wjj.editor'))
  const bytes = Buffer.from(await stored.arrayBuffer())
  expect(bytes.includes(html)).toBe(false)
  expect((await sharp(bytes).metadata()).format).toBe('png')
})

test('every type that is accepted is taken, and its text is found by search', async () => {
  const words = {
    docx: '文档里的青石岭',
    xlsx: '表格里的白音爱里',
    csv: '逗号表里的兴隆庄',
    txt: '文本里的草场',
  }
  const files = [
    await sent('一.docx', docx(words.docx)),
    await sent(
      '二.xlsx',
      xlsx('汇总表', [
        ['村', '户'],
        [words.xlsx, '3'],
      ]),
    ),
    await sent('三.csv', Buffer.from(`村,户\n${words.csv},3\n`)),
    await sent('四.txt', new TextEncoder().encode(words.txt)),
    await sent('五.pdf', pdf('Gongyingzi township plan')),
    await sent('六.pdf', pdf(null)),
    await sent('七.mp4', mp4()),
    await sent('八.mp3', mp3()),
    await sent(
      '九.webp',
      await sharp(await png())
        .webp()
        .toBuffer(),
    ),
  ]
  expect(files.map(({ textLayer }) => textLayer)).toEqual([
    null,
    null,
    null,
    null,
    true,
    false,
    null,
    null,
    null,
  ])
  const ids = files.map(({ id }) => id)
  const indexNumber = await publishedOver(app.signIn, { content: noticeWith('各类附件', ids) })
  for (const word of [...Object.values(words), 'Gongyingzi', '汇总表', '八.mp3']) {
    expect([word, await foundBy(app.anonymous, word)]).toEqual([word, [indexNumber]])
  }
  const gbk = Buffer.from([0xb4, 0xe5, 0x2c, 0xbb, 0xa7, 0x0a, 0xd0, 0xcb, 0x2c, 0x31])
  const { sections } = await stored((await sent('国标.csv', gbk)).id)
  expect(sections).toEqual([{ path: '', rows: true, text: '村\t户\n兴\t1' }])
})

test('personal data in a file, its name or its sheet stops submission and is never repeated', async () => {
  const secret = '211324199003071233'
  const places: [string, Uint8Array, RegExp][] = [
    ['名单.txt', Buffer.from(`张某 ${secret}`), /^content\.notice\.attachments\.1\.text$/],
    ['名单.docx', docx('张某', secret), /\.attachments\.1\.text$/],
    [
      '名单.xlsx',
      xlsx('名单', [
        ['姓名', '证件号码'],
        ['张某', secret],
      ]),
      /\.attachments\.1\.sheet1\.B2$/,
    ],
    ['名单.csv', Buffer.from(`姓名,证件号码\n张某,${secret}\n`), /\.attachments\.1\.B2$/],
    [`${secret}.txt`, Buffer.from('无'), /\.attachments\.1\.fileName$/],
    ['表.xlsx', xlsx(secret, [['无']]), /\.attachments\.1\.sheet1\.sheet$/],
    ['名单.pdf', pdf(secret), /\.attachments\.1\.page1$/],
  ]
  const first = await sent('说明.txt', Buffer.from('说明'))
  const editor = await app.signIn('wjj.editor')
  for (const [name, bytes, path] of places) {
    const file = await sent(name, bytes)
    const content = noticeWith('救助名单', [first.id, file.id])
    const draft = await draftOver(app.signIn, { content })
    const { submitEdition: refused } = await editor.query<{ submitEdition: Refused }>(
      `mutation ($input: SubmitEditionInput!) { submitEdition(input: $input) {
         __typename ... on PrivacyError { findings { path code message } } } }`,
      { input: refer(draft) },
    )
    expect([name, refused.__typename]).toEqual([name, 'PrivacyError'])
    expect(refused.findings).toHaveLength(1)
    expect(refused.findings[0]).toMatchObject({
      code: 'ID_NUMBER',
      path: expect.stringMatching(path) as string,
    })
    expect(JSON.stringify(refused)).not.toContain(secret)
  }
  expect(app.logged().join('')).not.toContain(secret)
  const audit = await app.sql('SELECT * FROM audit_event')
  expect(
    JSON.stringify(audit, (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    ),
  ).not.toContain(secret)
})

interface Refused {
  readonly __typename: string
  readonly findings: readonly { path: string; code: string; message: string }[]
}

test('an edition takes files of its own organization alone, each once, at most twenty', async () => {
  const own = await sent('本局.txt', Buffer.from('本局'))
  const { attachment: others } = await sendFile(
    app,
    'mzj.editor',
    '他局.txt',
    Buffer.from('他局'),
    'mzj',
  )
  const editor = await app.signIn('wjj.editor')
  const codes = async (attachments: readonly unknown[]) => {
    const input = {
      itemCode: '4.1',
      organizationCode: 'wjj',
      content: noticeWith('附件', attachments as string[]),
    }
    const { problems } = await editor.mutate('createDraft', input, 'edition { id }')
    return problems?.map(({ path, code }) => [path, code])
  }
  expect(await codes([own.id, others?.id])).toEqual([
    ['content.notice.attachments.1', 'UNKNOWN_ATTACHMENT'],
  ])
  expect(await codes([own.id, own.id.toUpperCase()])).toEqual([
    ['content.notice.attachments.1', 'DUPLICATE'],
  ])
  expect(await codes(['x'])).toEqual([['content.notice.attachments.0', 'INVALID_FORMAT']])
  const many = Array.from({ length: 21 }, (_, n) => own.id.replace(/..$/, (10 + n).toString()))
  expect(await codes(many)).toEqual([['content.notice.attachments', 'TOO_MANY']])

  const draft = await draftOver(app.signIn, { content: noticeWith('附件', [own.id]) })
  const content = noticeWith('附件', [String(others?.id)])
  const changed = await editor.mutate('updateDraft', { ...refer(draft), content }, 'edition { id }')
  expect(changed.problems?.[0]?.code).toBe('UNKNOWN_ATTACHMENT')

  const picture = await sent('图.png', await png())
  const submit = async (attachments: string[], shown: string) => {
    const body = `![图](attachment:${shown})`
    const edition = await draftOver(app.signIn, { content: noticeWith('图', attachments, body) })
    const { problems } = await editor.mutate('submitEdition', refer(edition), 'edition { id }')
    return problems?.map(({ path, code }) => [path, code])
  }
  expect(await submit([own.id], picture.id)).toEqual([
    ['content.notice.body', 'PICTURE_NOT_ATTACHED'],
  ])
  expect(await submit([own.id], own.id)).toEqual([['content.notice.body', 'NOT_A_PICTURE']])
  expect(await submit([picture.id], picture.id)).toBeUndefined()
})

test('only editors of the organization upload, by token or by a cookie with its header', async () => {
  const bytes = Buffer.from('内容')
  const statuses = await Promise.all(
    ['wjj.reviewer', 'wjj.approver', 'mzj.editor', null].map(async (name) => {
      const { status, code } = await sendFile(app, name, '文.txt', bytes)
      return [name, status, code]
    }),
  )
  expect(statuses).toEqual([
    ['wjj.reviewer', 403, 'FORBIDDEN'],
    ['wjj.approver', 403, 'FORBIDDEN'],
    ['mzj.editor', 403, 'FORBIDDEN'],
    [null, 401, 'UNAUTHENTICATED'],
  ])
  const { cookie } = await app.tokenOf('wjj.editor')
  const byCookie = (headers: Record<string, string>) =>
    fetch(`${app.url}/uploads?organizationCode=wjj`, {
      method: 'POST',
      headers: { cookie, 'x-file-name': 'a.txt', ...headers },
      body: bytes,
    })
  expect((await byCookie({})).status).toBe(403)
  expect((await byCookie({ 'x-gongkai-csrf': '1' })).status).toBe(201)
  expect(
    (await byCookie({ 'x-gongkai-csrf': '1', 'content-type': 'multipart/form-data; boundary=x' }))
      .status,
  ).toBe(415)
})

test('what is too large, cut off or refused leaves nothing behind', async () => {
  const files = app.app.files
  const before = await left()
  const large = await sendFile(app, 'wjj.editor', '大.txt', Buffer.alloc(files.limit + 1, 'a'))
  expect([large.status, large.code]).toEqual([413, 'FILE_TOO_LARGE'])
  expect(await sendWithoutLength('大.txt', files.limit + 65_536)).toBe(413)
  expect((await send('坏.pdf', Buffer.from('%PDF-1.4\n'))).status).toBe(422)

  const cut = new AbortController()
  const body = new ReadableStream<Uint8Array>({
    async pull(stream) {
      stream.enqueue(Buffer.alloc(100_000, 'a'))
      if ((await readdir(files.folder).catch(() => [])).length > 0) cut.abort()
    },
  })
  const init = { method: 'POST', body, duplex: 'half', signal: cut.signal }
  const headers = { ...(await authorised('wjj.editor')), 'x-file-name': 'a.txt' }
  await expect(
    fetch(`${app.url}/uploads?organizationCode=wjj`, { ...init, headers }),
  ).rejects.toThrow('aborted')
  await expect.poll(left).toEqual(before)
})

test('uploads that no edition has go after a week, and what a dead process left after an hour', async () => {
  const { services, files } = app.app
  const unused = await sent('无用.txt', Buffer.from('无用'))
  const used = await sent('有用.txt', Buffer.from('有用'))
  await draftOver(app.signIn, { content: noticeWith('有用', [used.id]) })
  const lost = join(files.folder, 'lost')
  await writeFile(lost, 'x')
  await files.store.put(LOST, { path: lost, size: 1, sha256: '' })
  const half = join(files.folder, 'half')
  await writeFile(half, 'x')
  const sweepIn = (days: number) => {
    const now = () => new Date(Date.now() + days * 86_400_000)
    return sweepAttachments({ ...services.platform, clock: { now } }, files)
  }
  const there = async () => {
    const ids = await idsIn(files.store)
    return {
      unused: ids.includes(unused.id),
      used: ids.includes(used.id),
      lost: ids.includes(LOST),
      half: (await readdir(files.folder)).includes('half'),
    }
  }

  await sweepIn(6)
  expect(await there()).toEqual({ unused: true, used: true, lost: true, half: true })
  const stored = join(files.folder, '..', 'stored')
  for (const path of [half, join(stored, LOST.slice(-2), LOST)]) await utimes(path, 0, 0)
  await sweepIn(6)
  expect(await there()).toEqual({ unused: true, used: true, lost: false, half: false })
  for (const id of [unused.id, used.id]) await utimes(join(stored, id.slice(-2), id), 0, 0)
  await sweepIn(8)
  expect(await there()).toEqual({ unused: false, used: true, lost: false, half: false })
  expect((await get(used.id, await authorised('wjj.editor'))).status).toBe(200)
  await expect(app.sql('DELETE FROM attachment')).rejects.toThrow('belongs to an edition')
  await expect(app.sql("UPDATE attachment SET name = 'x'")).rejects.toThrow('never changed')
})

test('with a bucket configured, files go there and come from there', async () => {
  const s3 = await startS3()
  const { endpoint, region, bucket, accessKey, secretKey } = s3.bucket
  const settings = { S3_ENDPOINT: endpoint, S3_REGION: region, S3_BUCKET: bucket }
  const env = { ...settings, S3_ACCESS_KEY: accessKey, S3_SECRET_KEY: secretKey }
  const other = await startTestApp({ search: 'DATABASE', env })
  try {
    const bytes = Buffer.from('桶中的文件')
    const { attachment } = await sendFile(other, 'wjj.editor', '桶.txt', bytes)
    const [id] = await idsIn(other.app.files.store)
    expect(id).toBe(attachment?.id)
    await publishedOver(other.signIn, { content: noticeWith('桶', [String(id)]) })
    const whole = await fetch(`${other.url}${attachment?.url}`)
    expect(Buffer.from(await whole.arrayBuffer())).toEqual(bytes)
    const part = await fetch(`${other.url}${attachment?.url}`, { headers: { range: 'bytes=0-2' } })
    expect([part.status, await part.text()]).toEqual([206, '桶'])
  } finally {
    await other.close()
    await s3.close()
  }
})

/** The id of a file that is in no row. */

const LOST = '00000000-0000-4000-8000-000000000000'

async function idsIn(store: FileStore): Promise<string[]> {
  const ids: string[] = []
  for await (const { id } of store.list()) ids.push(id)
  return ids
}

/** All that is in the store, under way and in rows. */
async function left() {
  const { store, folder } = app.app.files
  const stored = await idsIn(store)
  const rows = await app.sql('SELECT count(*)::int AS count FROM attachment')
  return { stored: stored.length, incoming: await readdir(folder), rows: rows[0]?.['count'] }
}

async function sendWithoutLength(name: string, size: number): Promise<number> {
  let rest = size
  const body = new ReadableStream<Uint8Array>({
    pull(stream) {
      stream.enqueue(Buffer.alloc(Math.min(rest, 65_536), 'a'))
      rest -= 65_536
      if (rest <= 0) stream.close()
    },
  })
  const headers = { ...(await authorised('wjj.editor')), 'x-file-name': encodeURIComponent(name) }
  // Node needs to be told how it is sent; its types do not know.
  const init = { method: 'POST', body, headers, duplex: 'half' }
  return (await fetch(`${app.url}/uploads?organizationCode=wjj`, init)).status
}

async function stored(id: string): Promise<{ sections: unknown }> {
  const [row] = await app.sql('SELECT sections FROM attachment WHERE id = $1', [id])
  return row as { sections: unknown }
}
