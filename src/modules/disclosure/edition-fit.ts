import type { Transaction } from '../../platform/db/client.ts'
import { ValidationError } from '../../platform/errors.ts'
import { type ReadAttachment, readAttachmentsOf, wrongPictures } from './attachments/attached.ts'
import { findingsInFiles } from './attachments/gate.ts'
import { unmetDemands } from './item-demands.ts'
import { faultsOf, under } from './kind/content.ts'
import { inputKey, kindOf } from './kind/registry.ts'
import type { Edition } from './model.ts'
import { assertNoPersonalData } from './privacy/gate.ts'

/**
 * Lets an edition pass that its kind and its item find complete and, with its files, free of certain personal data; gives back the files.
 * Asked at submission and again at publication: rules may have become stricter meanwhile.
 */
export async function assertFit(
  tx: Transaction,
  edition: Edition,
  today: string,
): Promise<readonly ReadAttachment[]> {
  const { content, itemCode } = edition
  const kind = kindOf(edition.kind)
  const files = await readAttachmentsOf(tx, content)
  const item = await tx.item.findUniqueOrThrow({ where: { code: itemCode } })
  const faults = [
    ...faultsOf(kind, content, today),
    ...unmetDemands(item, kind, content),
    ...wrongPictures(edition, files),
  ]
  if (faults.length > 0) {
    throw new ValidationError(under(`content.${inputKey(kind)}`, faults), 'INCOMPLETE')
  }
  const inFiles = await findingsInFiles(kind, content, files, today)
  assertNoPersonalData(kind, content, today, inFiles)
  return files
}
