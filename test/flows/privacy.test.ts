import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import type { GraphQLClient, Outcome } from '../support/client.ts'
import {
  draftOver,
  type EditionAnswer,
  noticeOf,
  publishOver,
  refer,
} from '../support/editorial.ts'

// What becomes of a telephone number that a clerk writes beside a name: 个人信息保护法25, over HTTP.

let app: TestApp

beforeAll(async () => {
  app = await startTestApp({ search: 'DATABASE' })
})

afterAll(() => app.close())

const PHONE = '13812345678'
const PATH = 'content.notice.body.content.0'
const CHECKS = ['SECRECY', 'PRIVACY', 'WORDING']
const FINDINGS = `privacyFindings { key path type certainty preview overridable
  decision { decision reason actor { username } decidedAt } }`

interface Finding {
  readonly key: string
  readonly decision: { readonly decision: string; readonly reason: string } | null
}
type Answer = { edition: EditionAnswer & { privacyFindings: Finding[] } }
type Refused = Outcome & { readonly findings?: readonly { path: string; code: string }[] }

/** Everything that staff and the API were told, to look for the number in it. */
const told: unknown[] = []

async function call(client: GraphQLClient, name: string, input: object): Promise<Refused & Answer> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}`
  const document = `mutation ($input: ${type}Input!) { answer: ${name}(input: $input) {
    __typename ... on Error { code message } ... on PrivacyError { findings { path code message } }
    ... on ValidationError { problems { path code message } }
    ... on ${type}Success { edition { id version state ${FINDINGS} } } } }`
  const { answer } = await client.query<{ answer: Refused & Answer }>(document, { input })
  told.push(answer)
  return answer
}

test('a telephone beside a name is decided on by a reviewer before it is public', async () => {
  const content = noticeOf('防汛值班安排', `值班员赵甲，手机${PHONE}`)
  const [editor, reviewer, approver] = await Promise.all(
    ['editor', 'reviewer', 'approver'].map((role) => app.signIn(`wjj.${role}`)),
  )
  if (!editor || !reviewer || !approver) throw new Error('nobody there')
  const draft = await draftOver(app.signIn, { content })
  const waiting = (await call(editor, 'submitEdition', refer(draft))).edition
  expect(waiting).toMatchObject({
    state: 'IN_REVIEW',
    privacyFindings: [
      {
        path: PATH,
        type: 'MOBILE_PHONE',
        certainty: 'LIKELY',
        preview: '138****5678',
        overridable: false,
        decision: null,
      },
    ],
  })

  const sign = (who: GraphQLClient, edition: EditionAnswer) =>
    call(who, 'reviewEdition', { ...refer(edition), decision: 'APPROVE', checks: CHECKS })
  const second = (await sign(reviewer, waiting)).edition
  expect(await sign(approver, second)).toMatchObject({
    __typename: 'PrivacyError',
    code: 'PERSONAL_DATA',
    findings: [{ path: PATH, code: 'UNDECIDED' }],
  })

  const findingKey = waiting.privacyFindings[0]?.key
  const decide = (who: GraphQLClient, reason: string) =>
    call(who, 'decidePrivacyFinding', {
      ...refer(second),
      findingKey,
      decision: 'PUBLISHABLE',
      reason,
    })
  expect(await decide(editor, '我写的')).toMatchObject({ __typename: 'ForbiddenError' })
  expect(await decide(reviewer, `${PHONE}是值班电话`)).toMatchObject({
    __typename: 'ValidationError',
    problems: [{ path: 'reason', code: 'PERSONAL_DATA' }],
  })
  expect((await decide(reviewer, '汛期值班手机，须向社会公布')).edition).toMatchObject({
    version: second.version,
    privacyFindings: [
      {
        decision: {
          decision: 'PUBLISHABLE',
          reason: '汛期值班手机，须向社会公布',
          actor: { username: 'wjj.reviewer' },
        },
      },
    ],
  })

  const signed = (await sign(approver, second)).edition
  expect(signed.state).toBe('APPROVED')
  const indexNumber = await publishOver(app.signIn, signed)
  const { disclosure } = await app.anonymous.query<{ disclosure: { bodyText: string } }>(
    'query ($n: String!) { disclosure(indexNumber: $n) { bodyText } }',
    { n: indexNumber },
  )
  expect(disclosure.bodyText).toContain(PHONE)
})

test('the number is in no answer, log or audit row, and in no decision', async () => {
  const kept = await Promise.all(
    ['privacy_decision', 'audit_event'].map((table) => app.sql(`SELECT * FROM ${table}`)),
  )
  expect(kept.every((rows) => rows.length > 0)).toBe(true)
  expect(told.length).toBeGreaterThan(5)
  const everything = JSON.stringify([told, kept, app.logged()])
  const shown = [PHONE, PHONE.slice(0, -3), PHONE.slice(3)]
  expect(shown.filter((value) => everything.includes(value))).toEqual([])
})
