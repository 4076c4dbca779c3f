import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { callFault, readCall } from './sms-call.ts'

const SECRET = 'shared-secret-of-sixteen'
const BODY = Buffer.from('{"text":"CX 低保"}')
const NOW = new Date('2026-03-03T04:00:00Z')
const SECONDS = '1772510400'
const NONCE = 'nonce-0123456789'

const sign = (text: string, secret = SECRET) =>
  createHmac('sha256', secret).update(text).digest('hex')
const RIGHT = sign(`${SECONDS}.${NONCE}.${BODY.toString()}`)
const call = { timestamp: SECONDS, nonce: NONCE, signature: RIGHT }

test.each([
  ['right', {}, null],
  [
    'signed with another secret',
    { signature: sign(`${SECONDS}.${NONCE}.${BODY.toString()}`, 'x') },
    'FORGED',
  ],
  ['of another body', { signature: sign(`${SECONDS}.${NONCE}.{}`) }, 'FORGED'],
  ['of another nonce', { nonce: 'nonce-9876543210' }, 'FORGED'],
  ['of another time', { timestamp: '1772510401' }, 'FORGED'],
  ['without a signature', { signature: '' }, 'FORGED'],
  ['without a nonce', { nonce: '' }, 'MALFORMED'],
  ['with a short nonce', { nonce: 'x' }, 'MALFORMED'],
  ['without a time', { timestamp: 'now' }, 'MALFORMED'],
])('a call that is %s', (_, changed, fault) => {
  expect(callFault({ ...call, ...changed }, BODY, SECRET, NOW)).toBe(fault)
})

test.each([-301, 301])('a call whose time is %i seconds off is stale', (seconds) => {
  const late = new Date(NOW.getTime() + seconds * 1000)
  expect(callFault(call, BODY, SECRET, late)).toBe('STALE')
})

test('a call brings one text with its id; anything else is none', () => {
  const call = { messageId: 'm1', from: '13900000000', text: 'CX 低保' }
  const { messageId: id, ...text } = call
  expect(readCall(Buffer.from(JSON.stringify(call)))).toEqual({ id, ...text })
  for (const body of ['', '{', 'null', '[]', '{}', JSON.stringify({ ...call, messageId: '' })]) {
    expect(readCall(Buffer.from(body))).toBeNull()
  }
})
