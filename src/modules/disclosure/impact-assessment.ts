import { z } from 'zod'
import type { Database, Transaction } from '../../platform/db/client.ts'
import type { Problem } from '../../platform/errors.ts'
import { type Content, type Kind, problem } from './kind/kind.ts'
import { withPredecessors } from '../organization/queries.ts'
import { kindOf } from './kind/registry.ts'
import { type Edition, type ImpactAssessment, programmeKey } from './model.ts'
import { PERSON, personOf, type PersonRow } from './edition-row.ts'
import { cleanLine, cleanText } from './text/plain-text.ts'

/** What an assessment says (个人信息保护法56). */
export const assessmentRule = z.object({
  programme: cleanLine(100).refine((name) => programmeKey(name) !== '', {
    error: '项目名称须有文字',
    params: { code: 'EMPTY' },
  }),
  purpose: cleanText(2000),
  necessity: cleanText(2000),
  risks: cleanText(2000),
  measures: cleanText(2000),
})

/** The latest assessment of a programme by an organization or one it took over from; null when there is none. */
export async function latestAssessment(
  db: Database | Transaction,
  organizationCode: string,
  programme: string,
): Promise<ImpactAssessment | null> {
  const row = await db.impactAssessment.findFirst({
    where: {
      organizationCode: { in: await withPredecessors(db, [organizationCode]) },
      programmeKey: programmeKey(programme),
    },
    orderBy: [{ assessedAt: 'desc' }, { version: 'desc' }],
    include: { assessedBy: PERSON },
  })
  return row && assessmentOf(row)
}

/** The row as the domain's assessment. */
export function assessmentOf({
  assessedBy,
  ...row
}: Omit<ImpactAssessment, 'assessedBy'> & { readonly assessedBy: PersonRow }): ImpactAssessment {
  return { ...row, assessedBy: personOf(assessedBy) }
}

/** The programme that must have been assessed before the content is published; null when none. */
export function programmeOf({ assessed }: Kind, content: Content): string | null {
  if (!assessed?.when(content)) return null
  const programme = content[assessed.programme]
  return typeof programme === 'string' ? programme : null
}

/** 个人信息保护法55: people of a programme are not published before the risks have been assessed. */
export async function missingAssessment(
  tx: Transaction,
  { kind, content, place }: Edition,
): Promise<Problem[]> {
  const { assessed } = kindOf(kind)
  const programme = programmeOf(kindOf(kind), content)
  if (!assessed || programme === null) return []
  if (await latestAssessment(tx, place.code, programme)) return []
  const message = '公布该项目的对象名单前，须先完成个人信息保护影响评估（个人信息保护法第55条）'
  return [problem(assessed.programme, 'IMPACT_ASSESSMENT_MISSING', message)]
}
