import { expect, test } from 'vitest'
import { blankCookie, cookieFor, sessionHandle, tokenFromCookie } from './session.ts'

const token = `gks_${'a2'.repeat(20)}`

test('the cookie is for this host alone, over HTTPS, out of reach of scripts and of other sites', () => {
  const [pair, ...attributes] = cookieFor(token).split('; ')
  expect(pair).toBe(`__Host-gongkai=${token}`)
  expect(attributes.toSorted()).toEqual(
    ['HttpOnly', 'Max-Age=604800', 'Path=/', 'SameSite=Lax', 'Secure'].toSorted(),
  )
})

test('taking it away says so with the same attributes, which __Host- demands', () => {
  const [pair, ...attributes] = blankCookie().split('; ')
  expect(pair).toBe('__Host-gongkai=')
  expect(attributes.toSorted()).toEqual(
    ['HttpOnly', 'Max-Age=0', 'Path=/', 'SameSite=Lax', 'Secure'].toSorted(),
  )
})

test.each([
  [cookieFor(token).split(';')[0] ?? '', token],
  [`theme=dark; __Host-gongkai=${token}; lang=zh`, token],
  [`broken=%E0%A4%A; __Host-gongkai=${token}`, token],
  [`__Host-gongkai=${token}x`, null],
  ['__Host-gongkai=', null],
  [`gongkai=${token}`, null],
  [`x__Host-gongkai=${token}`, null],
  ['', null],
  [null, null],
])('reads the token of %j', (header, expected) => {
  expect(tokenFromCookie(header)).toBe(expected)
})

test('a handle tells nothing that a session could be found by', () => {
  expect(sessionHandle(token)).toMatch(/^[0-9a-f]{16}$/)
  expect(token).not.toContain(sessionHandle(token))
})
