import { describe, expect, test } from 'vitest'
import { type ClientFile, ManifestError, manifestOf } from './manifest.ts'
import { schema } from './schema.ts'

const file = (name: string, text: string, client = 'site'): ClientFile => ({ client, name, text })
const CODES = file('Codes', 'query Codes { areas { ...Named } }')
const NAMED = file('Named', 'fragment Named on Area { code ...Titled }')
const TITLED = file('Titled', 'fragment Titled on Area { title }')

const texts = (...given: Parameters<typeof manifestOf>) =>
  Object.values(manifestOf(...given)).map(({ text }) => text)

function refused(...given: Parameters<typeof manifestOf>): string[] {
  try {
    manifestOf(...given)
  } catch (error) {
    if (error instanceof ManifestError) return error.message.split('\n')
    throw error
  }
  throw new Error('nothing was refused')
}

describe('fragments that operations share', () => {
  test('go with the operation that uses them, as do those that they use, each once', () => {
    const twice = file('Twice', 'query Twice { areas { ...Named } more: areas { ...Titled } }')
    expect(texts(schema, [twice], [TITLED, NAMED])).toEqual([
      'query Twice{areas{...Named}more:areas{...Titled}}fragment Named on Area{code ...Titled}fragment Titled on Area{title}',
    ])
  })

  test('do not go with one that does not use them', () => {
    const other = file('Other', 'query Other { areas { slug } }')
    const [, without] = texts(schema, [CODES, other], [NAMED, TITLED])
    expect(without).toBe('query Other{areas{slug}}')
  })

  test('are those of the front end itself', () => {
    const foreign = [NAMED, TITLED].map((one) => ({ ...one, client: 'wechat' }))
    expect(refused(schema, [CODES], foreign)).toEqual([
      'site/Codes: Unknown fragment "Named".',
      'wechat/Named: is used by no operation',
      'wechat/Titled: is used by no operation',
    ])
  })

  test('must be used, and be named as their file is', () => {
    const unused = file('Spare', 'fragment Spare on Area { slug }')
    const misnamed = file('Titled', 'fragment Title on Area { title }')
    expect(refused(schema, [CODES], [NAMED, misnamed, unused])).toEqual([
      'site/Codes: Unknown fragment "Titled".',
      'site/Codes: Fragment "Title" is never used.',
      'site/Named: is used by no operation',
      'site/Titled: is used by no operation',
      'site/Spare: is used by no operation',
    ])
  })
})

test('every mistake of every operation is told at once', () => {
  const broken = file('Broken', 'query Broken {')
  const two = file('Two', 'query Two { areas { code } } query More { areas { code } }')
  const unknown = file('Unknown', 'query Unknown { areas { colour } }')
  expect(refused(schema, [broken, two, unknown], [])).toEqual([
    'site/Broken: Syntax Error: Expected Name, found <EOF>.',
    'site/Two: must hold one operation, named as the file is',
    'site/Unknown: Cannot query field "colour" on type "Area".',
  ])
})
