import { canonicalJson, sha256 } from '../platform/canonical.ts'
import type { Transaction } from '../platform/db/client.ts'
import type { Difference } from './difference.ts'

/** Organizations and taxonomy as rows, table by table. */
export type CountyState = Awaited<ReturnType<typeof readState>>

/** What has to happen to each table. */
export type Differences = { readonly [T in keyof CountyState]: Difference<CountyState[T][number]> }

/** What the database holds now. */
export async function readState(tx: Transaction) {
  const scope = { organizationCode: true, itemCode: true, kind: true, organizationKind: true }
  const chain = { ...scope, steps: true, setById: true }
  return {
    organizations: await tx.organization.findMany(),
    areas: await tx.area.findMany(),
    items: await tx.item.findMany(),
    points: await tx.itemPoint.findMany(),
    cadences: await tx.itemCadence.findMany(),
    duties: await tx.duty.findMany(),
    channels: await tx.itemChannel.findMany(),
    reviewChains: await tx.reviewChain.findMany({ select: chain }),
  }
}

/** What tells the rows of each table apart. */
export const KEYS: { readonly [T in keyof CountyState]: (row: CountyState[T][number]) => string } =
  {
    organizations: ({ code }) => code,
    areas: ({ code }) => code,
    items: ({ code }) => code,
    points: ({ itemCode, no }) => `${itemCode}/${no}`,
    cadences: ({ itemCode, no }) => `${itemCode}/${no}`,
    duties: ({ itemCode, organizationCode }) => `${itemCode}/${organizationCode}`,
    reviewChains: ({ organizationCode, itemCode, kind, organizationKind }) =>
      [organizationCode, itemCode, kind, organizationKind].join('/'),
    channels: ({ itemCode, channel }) => `${itemCode}/${channel}`,
  }

/** Hash of a state, whatever the order of its tables and of their rows. */
export function hashOf(state: CountyState): string {
  const tables = Object.entries(state).map(([table, rows]) => [
    table,
    rows.map(canonicalJson).toSorted(),
  ])
  return sha256(canonicalJson(Object.fromEntries(tables)))
}
