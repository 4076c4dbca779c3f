import type { Transaction } from '../../platform/db/client.ts'
import { ValidationError } from '../../platform/errors.ts'
import type { Place } from '../identity/model.ts'
import { dayOf } from '../organization/queries.ts'

/** The organization, if it exists and publishes today. */
export async function openPlace(tx: Transaction, code: string, today: string): Promise<Place> {
  const organization = await tx.organization.findUnique({ where: { code } })
  if (!organization) {
    throw ValidationError.of('organizationCode', 'UNKNOWN_ORGANIZATION', '没有这个公开主体')
  }
  const { validFrom, validTo } = organization
  if (validTo && dayOf(validTo) < today) {
    const message = '该公开主体已撤并，不能再发布信息'
    throw ValidationError.of('organizationCode', 'ORGANIZATION_CLOSED', message)
  }
  if (validFrom && today < dayOf(validFrom)) {
    const message = '该公开主体尚未设立，不能发布信息'
    throw ValidationError.of('organizationCode', 'ORGANIZATION_NOT_YET', message)
  }
  return organization
}
