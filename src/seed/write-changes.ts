import type { Transaction } from '../platform/db/client.ts'
import type { Differences } from './county-state.ts'
import type { Difference } from './difference.ts'

/** Makes the rows what they shall be. */
export async function writeChanges(tx: Transaction, changes: Differences): Promise<void> {
  await releaseUnique(tx, changes)
  await removeParts(tx, changes)
  await createRows(tx, changes)
  await updateRows(tx, changes)
  await createParts(tx, changes)
  await removeRows(tx, changes)
}

/** Two rows may swap what is unique, or one take over what another gives up. */
async function releaseUnique(tx: Transaction, changes: Differences): Promise<void> {
  const organizations = codes(replaced(changes.organizations))
  const areas = codes(replaced(changes.areas))
  await tx.$executeRaw`UPDATE organization SET uscc = '~' || code WHERE code = ANY(${organizations})`
  await tx.$executeRaw`UPDATE area SET slug = '~' || code WHERE code = ANY(${areas})`
}

async function removeParts(tx: Transaction, changes: Differences): Promise<void> {
  for (const { steps: _steps, ...scope } of replaced(changes.reviewChains)) {
    await tx.reviewChain.deleteMany({ where: scope })
  }
  for (const { itemCode, organizationCode } of replaced(changes.duties)) {
    await tx.duty.deleteMany({ where: { itemCode, organizationCode } })
  }
  for (const { itemCode, no } of replaced(changes.cadences)) {
    await tx.itemCadence.deleteMany({ where: { itemCode, no } })
  }
  for (const { itemCode, channel } of replaced(changes.channels)) {
    await tx.itemChannel.deleteMany({ where: { itemCode, channel } })
  }
  for (const { itemCode, no } of replaced(changes.points)) {
    await tx.itemPoint.deleteMany({ where: { itemCode, no } })
  }
}

async function createRows(tx: Transaction, changes: Differences): Promise<void> {
  await tx.organization.createMany({ data: changes.organizations.create })
  await tx.area.createMany({ data: changes.areas.create })
  await tx.item.createMany({ data: changes.items.create })
}

async function updateRows(tx: Transaction, changes: Differences): Promise<void> {
  for (const data of changes.organizations.update) {
    await tx.organization.update({ where: { code: data.code }, data })
  }
  for (const data of changes.areas.update) {
    await tx.area.update({ where: { code: data.code }, data })
  }
  for (const data of changes.items.update) {
    await tx.item.update({ where: { code: data.code }, data })
  }
}

/** Rows that nothing refers to are replaced rather than updated. */
async function createParts(tx: Transaction, changes: Differences): Promise<void> {
  const { points, cadences, duties, channels, reviewChains } = changes
  await tx.itemPoint.createMany({ data: [...points.create, ...points.update] })
  await tx.itemCadence.createMany({ data: [...cadences.create, ...cadences.update] })
  await tx.duty.createMany({ data: [...duties.create, ...duties.update] })
  await tx.itemChannel.createMany({ data: channels.create })
  await tx.reviewChain.createMany({ data: [...reviewChains.create, ...reviewChains.update] })
}

/** Last, when nothing refers to them any more. */
async function removeRows(tx: Transaction, changes: Differences): Promise<void> {
  await tx.item.deleteMany({ where: { code: { in: codes(changes.items.remove) } } })
  await tx.area.deleteMany({ where: { code: { in: codes(changes.areas.remove) } } })
  await tx.organization.deleteMany({
    where: { code: { in: codes(changes.organizations.remove) } },
  })
}

/** The rows that are not to stay as they are. */
function replaced<Row>({ update, remove }: Difference<Row>): Row[] {
  return [...remove, ...update]
}

function codes(rows: readonly { readonly code: string }[]): string[] {
  return rows.map(({ code }) => code)
}
