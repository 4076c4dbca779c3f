import { Prisma } from '../../platform/db/client.ts'
import { holdsAt } from '../disclosure/queries/editions.ts'
import type { TaskSource } from '../disclosure/tasks.ts'

/** What boards (公示栏) are owed: a sheet to be hung up, or one to be taken down since its record was withdrawn. */
export const boardTasks: readonly TaskSource[] = [
  {
    types: ['POST_SHEET', 'TAKE_DOWN_SHEET'],
    // The office may record postings for everybody, but has no board of its own to look after.
    select: (actor) => Prisma.sql`
      SELECT CASE d.purpose WHEN 'WITHDRAWN' THEN 'TAKE_DOWN_SHEET' ELSE 'POST_SHEET' END AS type,
             d.id::text AS subject_id, NULL::uuid AS edition_id, p.index_number,
             o.code AS organization_code, p.title, d.planned_at AS since, p.display_until AS due_at
        FROM delivery d
        JOIN receiver r ON r.id = d.receiver_id AND r.channel = 'BOARD'
        JOIN organization o ON o.code = r.organization_code
        JOIN publication p ON p.id = d.publication_id
       WHERE d.state = 'PLANNED' AND d.due_at IS NOT NULL AND ${holdsAt(actor, ['EDITOR', 'APPROVER'])}`,
  },
]
