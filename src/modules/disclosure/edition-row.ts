import type { Prisma } from '../../platform/db/client.ts'
import type { Role } from '../identity/model.ts'
import type { Content } from './kind/kind.ts'
import type { TableSummaries } from './kind/tables.ts'
import type { Edition, Participant, Person, ReviewStep } from './model.ts'

/** What a person is read with. */
export const PERSON = { select: { id: true, username: true, displayName: true } } as const

/** What an edition is read with. */
export const INCLUDE = {
  disclosure: { include: { organization: { select: { code: true, path: true } } } },
  participants: { include: { user: PERSON } },
  steps: { orderBy: [{ round: 'asc' }, { step: 'asc' }] },
  feedGrant: { select: { client: { select: { name: true } } } },
} as const satisfies Prisma.EditionInclude

type Loaded = Prisma.EditionGetPayload<{ include: typeof INCLUDE }>
type Signature = Loaded['steps'][number]

/** An edition with as much of what belongs to it as the domain's edition has. */
export interface EditionRow extends Omit<Loaded, 'disclosure' | 'participants' | 'steps'> {
  readonly disclosure: Pick<
    Loaded['disclosure'],
    'indexNumber' | 'kind' | 'itemCode' | 'organization'
  >
  readonly participants: readonly (Participant & { readonly user: PersonRow })[]
  readonly steps: readonly (Omit<ReviewStep, 'actor' | 'principal' | 'decision' | 'decidedAt'> &
    Pick<Signature, 'actorId' | 'principalId' | 'decision' | 'decidedAt'>)[]
}

/** The row as the domain's edition. */
export function editionOf(row: EditionRow): Edition {
  const { disclosure, participants, steps, feedGrant, ...edition } = row
  const people = new Map(participants.map(({ user }) => [user.id, personOf(user)]))
  const author = row.authorId === null ? null : (people.get(row.authorId) ?? null)
  if (!author && !feedGrant) throw new Error(`edition ${row.id} has no author`)
  const signed = steps.map((step) => ({
    ...step,
    actor: people.get(step.actorId) ?? null,
    principal: people.get(step.principalId ?? '') ?? null,
  }))
  return {
    ...edition,
    content: row.content as Content,
    tables: row.tables as unknown as TableSummaries,
    indexNumber: disclosure.indexNumber,
    kind: disclosure.kind,
    itemCode: disclosure.itemCode,
    place: disclosure.organization,
    author,
    postedBy: feedGrant?.client.name ?? null,
    participants: participants.map(({ userId, round, step }) => ({ userId, round, step })),
    steps: [...signed, ...waitingSteps(row)],
  }
}

function waitingSteps({ chain, round, currentStep }: EditionRow): ReviewStep[] {
  const waiting = (role: Role, step: number): ReviewStep => ({
    step,
    round,
    role,
    decision: null,
    actor: null,
    principal: null,
    comment: null,
    checks: [],
    decidedAt: null,
  })
  return chain
    .map((role, index) => waiting(role, index + 1))
    .filter(({ step }) => currentStep !== null && step >= currentStep)
}

/** An account as far as the file of an edition shows it. */
export interface PersonRow {
  readonly id: string
  readonly username: string
  readonly displayName: string
}

/** The account as the file shows it. */
export function personOf(user: PersonRow): Person {
  return { userId: user.id, username: user.username, displayName: user.displayName }
}
