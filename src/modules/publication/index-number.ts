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
  const [number] = await nextIndexNumbers(tx, uscc, year, 1)
  return number ?? ''
}

/** Several at once, in their order. */
export async function nextIndexNumbers(
  tx: Transaction,
  uscc: string,
  year: number,
  count: number,
): Promise<string[]> {
  const { last } = await tx.indexCounter.upsert({
    where: { front_year: { front: uscc, year } },
    create: { front: uscc, year, last: count },
    update: { last: { increment: count } },
  })
  return Array.from({ length: count }, (_, index) => {
    const serial = last - count + 1 + index
    return `${uscc}/${year}-${String(serial).padStart(5, '0')}`
  })
}
