import type { Person } from '../disclosure/model.ts'

/** Something that waits for the viewer. */
export interface Task {
  /** Such as `REVIEW`; each module names its own. */
  readonly type: string
  /** What it is about; unique within the type. */
  readonly subjectId: string
  /** The edition it is about; null when it is about none. */
  readonly editionId: string | null
  /** 索引号 of the record that it is about; null while that has none. */
  readonly indexNumber: string | null
  readonly organizationCode: string
  readonly title: string | null
  readonly since: Date
  /** Null when it has no term. */
  readonly dueAt: Date | null
  /** Who has taken it on; null when nobody has. */
  readonly claim: TaskClaim | null
}

/** Who has taken a task on, as advice to others. */
export interface TaskClaim {
  readonly userId: string
  readonly username: string
  readonly displayName: string
  readonly claimedAt: Date
}

/** How many tasks of a type wait. */
export interface TaskCount {
  readonly type: string
  readonly count: number
  readonly overdue: number
  /** Null when none has a term. */
  readonly nextDueAt: Date | null
}

/** What a list of tasks is narrowed by. */
export interface TaskFilter {
  readonly types?: readonly string[] | null
  readonly organizationCode?: string | null
  /** Only those that the viewer has taken on. */
  readonly mine?: boolean | null
  readonly subjectId?: string | null
}

/** The place of a task in the list: those due first come first, then those that wait longest. */
export interface TaskPosition {
  readonly dueAt: number | null
  readonly since: number
  readonly type: string
  readonly subjectId: string
}

/** What somebody is told. */
export const NOTIFICATIONS = [
  'TO_REVIEW',
  'TO_PUBLISH',
  'APPROVED',
  'RETURNED',
  'DISCARDED',
  'WITHHELD',
  'COMMENTED',
  'TAKEN_OVER',
  'REVIEW_AFTERWARDS',
  'NOT_PUBLISHED',
  'DISPLAY_ENDS',
  'POLICY_EXPIRES',
] as const
export type NotificationType = (typeof NOTIFICATIONS)[number]

/** Something that somebody was told. */
export interface Notification {
  readonly id: string
  readonly type: NotificationType
  readonly editionId: string | null
  /** Who did it; null when time did. */
  readonly actor: Person | null
  readonly createdAt: Date
  /** Null while it is new. */
  readonly readAt: Date | null
}
