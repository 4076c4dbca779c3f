import { builder } from '../../../graphql/builder.ts'
import type { AttemptOutcome, Channel, DeliveryState, Lane, Purpose, SkipReason } from '../model.ts'

export const ChannelEnum = builder.enumType('Channel', {
  description: 'What publications go out by. The website is none of them: it reads what is public.',
  values: {
    WEBHOOK: { description: 'Endpoints that are called when something changes.' },
    WECHAT: { description: '微信小程序订阅消息.' },
    SMS: { description: '手机短信.' },
    BOARD: { description: '公告栏, posted by hand.' },
  } satisfies Record<Channel, object>,
})

export const DeliveryStateEnum = builder.enumType('DeliveryState', {
  description: 'What became of one publication to one receiver.',
  values: {
    PLANNED: { description: 'Owed, now or later.' },
    SENDING: { description: 'On its way.' },
    SENT: { description: 'Taken by the gateway; not confirmed yet.' },
    DELIVERED: { description: 'Has arrived.' },
    FAILED: { description: 'Was not taken and is tried no more: `replayDelivery`.' },
    UNKNOWN: {
      description:
        'May have been taken. Asked about; never sent again by itself unless receivers can tell a repetition.',
    },
    RECALLED: {
      description: 'Was told, and has since been corrected or withdrawn to the same receiver.',
    },
    SKIPPED: { description: 'Is not sent, for a reason.' },
  } satisfies Record<DeliveryState, object>,
})

export const PurposeEnum = builder.enumType('DeliveryPurpose', {
  description: 'What a receiver is told.',
  values: {
    PUBLISHED: { description: 'Something new.' },
    CORRECTED: { description: 'A newer version of what they were told.' },
    WITHDRAWN: { description: 'That it is gone.' },
  } satisfies Record<Purpose, object>,
})

export const LaneEnum = builder.enumType('DeliveryLane', {
  description: 'What goes before what.',
  values: {
    URGENT: { description: 'Warnings and incidents: before everything, at any hour.' },
    ORDINARY: { description: 'Everything else.' },
  } satisfies Record<Lane, object>,
})

export const SkipReasonEnum = builder.enumType('DeliverySkipReason', {
  description: 'Why a delivery is not sent.',
  values: {
    WITHDRAWN: { description: 'What was to be told is no longer public.' },
    SUPERSEDED: { description: 'A newer version is told instead.' },
    UNSUBSCRIBED: { description: 'The receiver wants no more.' },
    CHANNEL_OFF: { description: 'The organization has switched the channel off.' },
    NOT_FOLLOWED_UP: { description: 'The channel does not follow up on what it has told.' },
    NO_CONSENT: {
      description: 'WeChat: the receiver has agreed to no further message of this template.',
    },
  } satisfies Record<SkipReason, object>,
})

export const AttemptOutcomeEnum = builder.enumType('DeliveryAttemptOutcome', {
  description: 'What came of one try.',
  values: {
    SENT: { description: 'Taken; a receipt may follow.' },
    DELIVERED: { description: 'Arrived.' },
    FAILED: { description: 'Surely not taken.' },
    WAIT: { description: 'Surely not taken, because it was too early.' },
    UNKNOWN: { description: 'May have been taken.' },
  } satisfies Record<AttemptOutcome, object>,
})
