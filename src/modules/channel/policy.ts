import { definePolicy } from '../identity/authority.ts'
import type { Place } from '../identity/model.ts'

/** What an action on deliveries is about: the organization that publishes; of what is the county's, the county. */
export interface ChannelSubject {
  readonly place: Place
}

/** Who may do what with channels and what went out by them. */
export const channelPolicy = definePolicy<
  | 'reach.read'
  | 'delivery.read'
  | 'delivery.replay'
  | 'channel.configure'
  | 'webhook.manage'
  | 'subscription.oversee',
  ChannelSubject
>({
  'reach.read': { roles: ['OFFICE', 'ORG_ADMIN', 'EDITOR', 'REVIEWER', 'APPROVER', 'AUDITOR'] },
  'delivery.read': { roles: ['OFFICE', 'ORG_ADMIN', 'APPROVER', 'AUDITOR'] },
  'delivery.replay': { roles: ['OFFICE'] },
  'channel.configure': { roles: ['OFFICE', 'ORG_ADMIN'] },
  'webhook.manage': { roles: ['OFFICE'] },
  'subscription.oversee': { roles: ['OFFICE', 'AUDITOR'] },
})
