import fc from 'fast-check'
import { types } from 'pg'
import { expect, test } from 'vitest'
import { instant } from './pool.ts'

const asDriver = types.getTypeParser(types.builtins.TIMESTAMPTZ) as (text: string) => Date

test('a time is read as the driver reads it', () => {
  const [min, max] = [new Date('0001-01-01'), new Date('9999-12-31')]
  fc.assert(
    fc.property(fc.date({ min, max, noInvalidDate: true }), (time) => {
      const text = `${time.toISOString().slice(0, -1).replace('T', ' ')}+00`
      for (const one of [text, text.replace(/\.?0*\+00$/, '+00')]) {
        expect(instant(one)).toEqual(asDriver(one))
      }
    }),
  )
})

test.each([
  '2026-11-26 08:00:00.123456+00',
  '2026-11-26 08:00:00+08',
  '12026-01-01 00:00:00+00',
  '0044-03-15 00:00:00+00 BC',
])('%s too', (text) => expect(instant(text)).toEqual(asDriver(text)))
