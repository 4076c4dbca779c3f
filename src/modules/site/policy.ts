import { definePolicy } from '../identity/authority.ts'

/** Who may write down what hangs on an organization's board, and read it. */
export const sitePolicy = definePolicy<
  'posting.record' | 'posting.read',
  {
    readonly place: { readonly code: string; readonly path: readonly string[] }
  }
>({
  'posting.record': { roles: ['EDITOR', 'APPROVER', 'OFFICE'] },
  'posting.read': { roles: ['OFFICE', 'ORG_ADMIN', 'EDITOR', 'REVIEWER', 'APPROVER', 'AUDITOR'] },
})
