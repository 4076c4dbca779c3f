import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { pathOf } from './http.ts'

const request = (url: string, host?: string) => ({ url, headers: { host } }) as IncomingMessage

test.each([
  ['/graphql?query={a}', 'localhost:4000', '/graphql'],
  ['/graphql', '[::1]:4000', '/graphql'],
  ['/', undefined, '/'],
  ['/livez', 'a b', null],
  ['/livez', 'user@host', null],
  ['http://other/livez', 'localhost', null],
  ['*', 'localhost', null],
])('%s at %s is the path %s', (url, host, path) => {
  expect(pathOf(request(url, host))).toBe(path)
})
