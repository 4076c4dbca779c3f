import { builder } from '../../../graphql/builder.ts'
import { smsLineOf } from '../../publication/brief.ts'
import { publicRecord } from '../../publication/read.ts'
import { linkTo } from '../sms-delivery.ts'
import { type SmsText, smsText } from '../sms-text.ts'

const staffOnly = { signedIn: true }

const SmsPreview = builder.objectRef<SmsText>('SmsPreview').implement({
  description: 'A text to telephones as it would be sent. For staff.',
  authScopes: staffOnly,
  fields: (t) => ({
    text: t.exposeString('text', {
      description: 'All of it: signature, line, short link, and how to leave.',
    }),
    characters: t.exposeInt('characters', {
      description:
        'Its length as operators count it, in UTF-16 units, the signature with its 【】 among them; at most 500.',
    }),
    segments: t.field({
      type: ['String'],
      description:
        'The messages that it is sent and charged as: one of at most 70 units, or several of at most 67.',
      resolve: ({ segments }) => [...segments],
    }),
  }),
})

builder.queryField('smsPreview', (t) =>
  t.field({
    type: SmsPreview,
    nullable: true,
    description:
      'What subscribers would be told of a record by SMS, before anything is sent: of a withdrawn one, that it is. Null when there is no such record for everyone: one for a named area is never sent. For whoever is signed in.',
    authScopes: staffOnly,
    args: { indexNumber: t.arg.string({ required: true, description: '索引号 of the record.' }) },
    resolve: async (_root, { indexNumber }, { publicPool, sms }) => {
      const record = await publicRecord(publicPool, indexNumber)
      if (!record) return null
      const link = await linkTo(publicPool, sms.links, record)
      return smsText(sms.form, { line: smsLineOf(record), link, subscribed: true })
    },
  }),
)
