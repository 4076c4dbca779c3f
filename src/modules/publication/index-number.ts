import type { Transaction } from '../../platform/db/client.ts'

/**
 * The next 索引号 of an organization, `{USCC}/{YYYY}-{NNNNN}`. The counter commits with the publication that takes the
 * number, and no number is given out twice (政府信息公开目录系统实施指引).
 */
export async function nextIndexNumber(
  tx: Transaction,
  uscc: string,
  year: number,
): Promise<string> {
  const { last } = await tx.indexCounter.upsert({
    where: { front_year: { front: uscc, year } },
    create: { front: uscc, year, last: 1 },
    update: { last: { increment: 1 } },
  })
  return `${uscc}/${year}-${String(last).padStart(5, '0')}`
}
