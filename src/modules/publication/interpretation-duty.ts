import { calendarDate } from '../../platform/clock.ts'
import type { Transaction } from '../../platform/db/client.ts'
import { addWorkingDays } from '../calendar/model.ts'
import { workingCalendar } from '../calendar/queries.ts'
import type { Content } from '../disclosure/kind/kind.ts'
import { dateOf } from '../organization/queries.ts'
import type { LivePolicy } from './policy-links.ts'

/** 政策解读与政策文件同步发布，至迟不超过 5 个工作日. */
const WORKING_DAYS = 5

/**
 * Owes an interpretation for a normative document (规范性文件) that is public without one, until there is one or the
 * document is withdrawn (null). What goes public together owes nothing (辽政办〔2022〕43号: 同步部署).
 */
export async function settleInterpretation(
  tx: Transaction,
  disclosureId: string,
  policy: LivePolicy | null,
  now: Date,
): Promise<void> {
  const where = { disclosureId }
  const duty = await tx.interpretationDuty.findUnique({ where })
  const owed =
    policy !== null &&
    policy.content['documentType'] === 'REGULATORY' &&
    !(await isInterpreted(tx, policy))
  if (!duty && owed) {
    const dueOn = await lastDay(tx, now)
    await tx.interpretationDuty.create({ data: { disclosureId, openedAt: now, dueOn } })
  }
  if (duty && owed !== (duty.closedAt === null)) {
    await tx.interpretationDuty.update({ where, data: { closedAt: owed ? null : now } })
  }
}

/** Counts the days of what is still owed anew: holidays have become known, or were changed. */
export async function recountDuties(tx: Transaction): Promise<void> {
  const owed = await tx.interpretationDuty.findMany({ where: { closedAt: null } })
  for (const { disclosureId, openedAt } of owed) {
    const dueOn = await lastDay(tx, openedAt)
    await tx.interpretationDuty.update({ where: { disclosureId }, data: { dueOn } })
  }
}

async function lastDay(tx: Transaction, since: Date): Promise<Date> {
  const from = calendarDate(since)
  const { date } = addWorkingDays(await workingCalendar(tx, from), from, WORKING_DAYS)
  return dateOf(date)
}

async function isInterpreted(
  tx: Transaction,
  { indexNumber, docNumber }: LivePolicy,
): Promise<boolean> {
  const [found] = await tx.$queryRaw<object[]>`
    SELECT 1 FROM publication
     WHERE kind = 'PolicyInterpretation' AND valid_to IS NULL AND withdrawal_type IS NULL
       AND (content ->> 'interprets' = ${indexNumber} OR content ->> 'policyNumber' = ${docNumber})
     LIMIT 1`
  return found !== undefined
}

/** The public documents that an interpretation names, by either number. */
export function policiesNamedBy(tx: Transaction, content: Content) {
  const [number, docNumber] = [content['interprets'], content['policyNumber']]
  return tx.publication.findMany({
    where: {
      kind: 'PolicyDocument',
      validTo: null,
      withdrawalType: null,
      OR: [
        ...(typeof number === 'string' ? [{ indexNumber: number }] : []),
        ...(typeof docNumber === 'string' ? [{ docNumber }] : []),
      ],
    },
    select: { disclosureId: true },
  })
}
