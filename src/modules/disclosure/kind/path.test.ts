import { expect, test } from 'vitest'
import { leadsSomewhere } from './path.ts'
import { kindOf } from './registry.ts'

test.each([
  ['RecipientRoster', 'title', true],
  ['RecipientRoster', 'body', true],
  ['RecipientRoster', 'attachments', true],
  ['RecipientRoster', 'keywords.0', true],
  ['RecipientRoster', 'recipients', true],
  ['RecipientRoster', 'recipients.19999', true],
  ['RecipientRoster', 'recipients.3.name', true],
  ['RecipientRoster', 'recipients.03.name', false],
  ['RecipientRoster', 'recipients.name', false],
  ['RecipientRoster', 'recipients.3.name.0', false],
  ['RecipientRoster', 'body.content', false],
  ['RecipientRoster', 'toString', false],
  ['RecipientRoster', '', false],
  ['Notice', 'recipients', false],
  ['Notice', 'title.0', false],
])('does a content of %s have something at %j? %s', (kind, path, answer) => {
  expect(leadsSomewhere(kindOf(kind), path)).toBe(answer)
})
