import type { Channel, Lane, Purpose } from './model.ts'

/** How a channel deals with what changes after it was told. */
export interface ChannelRule {
  /**
   * Everything is told of every change, in order, whether it was told of the record before or not: endpoints keep
   * copies of what they have read from the API.
   */
  readonly everyChange: boolean
  /** Whether those who were told are told that it has changed or is gone. */
  readonly followsUp: (change: Change) => boolean
  /** What the channel may carry for named areas only. */
  readonly carriesAreas: boolean
  /** Whether readings of machines go out by it, which come by the hour. */
  readonly carriesReadings: boolean
  /** Whether it is ever confirmed that a message has arrived. Where not, sent is as good as it gets. */
  readonly confirms: boolean
}

/** What happened to a record that was told before. */
export interface Change {
  readonly purpose: Purpose
  readonly lane: Lane
  /** Its time on display is over, as was announced: nothing was wrong with it. */
  readonly expired: boolean
}

/** One row for each channel. */
export const channelRules: Readonly<Record<Channel, ChannelRule>> = {
  WEBHOOK: {
    everyChange: true,
    followsUp: () => true,
    carriesAreas: false,
    carriesReadings: true,
    confirms: true,
  },
  WECHAT: {
    everyChange: false,
    followsUp: ({ expired }) => !expired,
    carriesAreas: false,
    carriesReadings: false,
    confirms: false,
  },
  // A message cannot be taken back, and a second one costs attention: only what may hurt is put right.
  SMS: {
    everyChange: false,
    followsUp: ({ lane, expired }) => lane === 'URGENT' && !expired,
    carriesAreas: false,
    carriesReadings: false,
    confirms: true,
  },
  // The sheet has to be taken down or changed.
  BOARD: {
    everyChange: false,
    followsUp: () => true,
    carriesAreas: true,
    carriesReadings: false,
    confirms: true,
  },
}
