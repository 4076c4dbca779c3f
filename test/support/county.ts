import { randomUUID } from 'node:crypto'
import type { Database } from '../../src/platform/db/client.ts'
import { type Actor, type Place, type Role, ROLES } from '../../src/modules/identity/model.ts'
import { isUscc, type OrganizationKind } from '../../src/modules/organization/model.ts'

interface Body {
  readonly code: string
  readonly kind: OrganizationKind
  readonly path: readonly string[]
  readonly validFrom?: Date
  readonly validTo?: Date
}

/** A county of two bureaus, one with a station below it, and two townships; one bureau is closed, one not yet open. */
const BODIES = [
  { code: 'county', kind: 'COUNTY', path: ['county'] },
  { code: 'zwgkb', kind: 'COUNTY_OFFICE', path: ['county', 'zwgkb'] },
  { code: 'mzj', kind: 'BUREAU', path: ['county', 'mzj'] },
  { code: 'jzz', kind: 'BUREAU', path: ['county', 'mzj', 'jzz'] },
  { code: 'hbj', kind: 'BUREAU', path: ['county', 'hbj'] },
  { code: 'gyz', kind: 'TOWN', path: ['county', 'gyz'] },
  { code: 'nsj', kind: 'SUBDISTRICT', path: ['county', 'nsj'] },
  { code: 'closed', kind: 'BUREAU', path: ['county', 'closed'], validTo: new Date('2026-03-02') },
  { code: 'future', kind: 'BUREAU', path: ['county', 'future'], validFrom: new Date('2026-03-04') },
] as const satisfies readonly Body[]

export type BodyCode = (typeof BODIES)[number]['code']

/** Items, the kinds they accept, and who owes them. */
const ITEMS = [
  {
    code: '2.2',
    areaCode: '2',
    kinds: ['Notice', 'PolicyDocument'],
    owedBy: ['mzj', 'jzz', 'gyz', 'nsj', 'closed', 'future'],
  },
  { code: '5.1', areaCode: '5', kinds: ['Notice'], owedBy: ['hbj'] },
  { code: 'G3.1', areaCode: 'G', kinds: ['PolicyDocument'], owedBy: ['zwgkb', 'mzj'] },
] as const

const CHAINS: readonly (readonly [kind: OrganizationKind, steps: Role[]])[] = [
  ['COUNTY', ['REVIEWER', 'APPROVER']],
  ['COUNTY_OFFICE', ['REVIEWER', 'APPROVER']],
  ['BUREAU', ['REVIEWER', 'APPROVER']],
  ['TOWN', ['APPROVER']],
  ['SUBDISTRICT', ['APPROVER']],
]

/** The county as tests see it: its people, two for every role in every organization. */
export interface County {
  /** Holds one role, there alone; the office holds its own with the whole county below it. */
  readonly person: (body: BodyCode, role: Role, which?: 1 | 2) => Actor
}

/** An organization of the county as rights see it. */
export function placeOf(code: BodyCode): Place {
  const body = BODIES.find((one) => one.code === code)
  if (!body) throw new Error(`no organization ${code}`)
  return body
}

/** One person with the roles of several, under the account of the first. */
export function together(first: Actor, ...others: Actor[]): Actor {
  return { ...first, grants: [first, ...others].flatMap(({ grants }) => grants) }
}

/** The person with the same roles over everything below as well. */
export function withSubtree(actor: Actor): Actor {
  return { ...actor, grants: actor.grants.map((grant) => ({ ...grant, subtree: true })) }
}

/** Writes the county into an empty database. */
export async function createCounty(database: Database): Promise<County> {
  await database.organization.createMany({ data: BODIES.map(organizationRow) })
  await database.area.createMany({
    data: ['2', '5', 'G'].map((code, position) => ({
      code,
      slug: `area-${code.toLowerCase()}`,
      title: `领域${code}`,
      position,
    })),
  })
  await database.item.createMany({ data: ITEMS.map(itemRow) })
  await database.duty.createMany({
    data: ITEMS.flatMap(({ code, owedBy }) =>
      owedBy.map((organizationCode, position) => ({
        itemCode: code,
        organizationCode,
        position,
        basis: 'LISTED' as const,
      })),
    ),
  })
  await database.reviewChain.createMany({
    data: [
      ...CHAINS.map(([organizationKind, steps]) => ({ organizationKind, steps })),
      { organizationCode: 'jzz', steps: ['REVIEWER', 'REVIEWER', 'APPROVER'] },
    ],
  })
  return createPeople(database)
}

async function createPeople(database: Database): Promise<County> {
  const people = BODIES.flatMap(({ code }) =>
    ROLES.flatMap((role) => ([1, 2] as const).map((which) => personAt(code, role, which))),
  )
  await database.user.createMany({
    data: people.map(({ userId: id, username, displayName, organizationCode }) => ({
      id,
      username,
      displayName,
      organizationCode,
      passwordHash: 'none',
    })),
  })
  await database.grant.createMany({
    data: people.flatMap(({ userId, grants }) =>
      grants.map((grant) => ({ ...grant, userId, validFrom: new Date('2020-01-01') })),
    ),
  })
  const byName = new Map(people.map((person) => [person.username, person]))
  return {
    person(body, role, which = 1) {
      const person = byName.get(nameOf(body, role, which))
      if (!person) throw new Error(`nobody is ${role} ${which} of ${body}`)
      return person
    },
  }
}

function personAt(organizationCode: BodyCode, role: Role, which: 1 | 2): Actor {
  const username = nameOf(organizationCode, role, which)
  const subtree = role === 'OFFICE' && organizationCode === 'county'
  const grants = [{ id: randomUUID(), role, organizationCode, subtree }]
  return { userId: randomUUID(), username, displayName: username, organizationCode, grants }
}

function nameOf(body: BodyCode, role: Role, which: number): string {
  return `${body}.${role.toLowerCase()}.${which}`
}

function organizationRow({ code, kind, path, ...validity }: Body, position: number) {
  return {
    code,
    kind,
    path: [...path],
    position,
    ...validity,
    parentCode: path.at(-2) ?? null,
    shortName: code,
    fullName: `喀左县${code}`,
    uscc: usccOf(position),
  }
}

function usccOf(serial: number): string {
  const front = `112113249000${String(serial).padStart(5, '0')}`
  const check = Array.from('0123456789ABCDEFGHJKLMNPQRTUWXY').find((last) => isUscc(front + last))
  return front + check
}

function itemRow({ code, areaCode, kinds }: (typeof ITEMS)[number], position: number) {
  return {
    code,
    areaCode,
    kinds: [...kinds],
    position,
    text: '',
    title: `事项${code}`,
    titleInferred: false,
    // Item 2.2 is for a named area as well, and every other for everyone.
    audience: code === '2.2' ? ('BOTH' as const) : ('SOCIETY' as const),
    townships: false,
    personalData: 'NONE' as const,
    hotlineRequired: false,
  }
}
