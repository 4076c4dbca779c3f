import type { Problem } from '../../../platform/errors.ts'
import type { Brief } from './brief.ts'
import type { Feed } from './feed.ts'
import type { FindingType } from '../privacy/finding.ts'
import type { Fields, Values } from './field.ts'
import { header } from './header.ts'

/** Content of an edition: header, the kind's own fields, the body as ProseMirror JSON, and `attachments` by their ids. */
export type Content = Readonly<Record<string, unknown>>

/** A condition over several fields, checked at submission. Its name appears in tests and messages. */
export interface KindRule<F extends Fields> {
  readonly name: string
  /** The law or standard it comes from. */
  readonly basis?: string
  readonly problems: (content: Values<typeof header & F>, today: string) => readonly Problem[]
}

/** The one declaration of a kind: everything else about it follows from this. */
export interface Kind<F extends Fields = Fields> {
  /** PascalCase, the GraphQL type of its records. */
  readonly name: string
  readonly title: string
  readonly description: string
  readonly body: 'required' | 'optional'
  readonly fields: F
  /**
   * Where it is put on display for a time (公示): the fields of the first and the last day, and of the number of working
   * days that may stand for the last one.
   */
  readonly display?: {
    readonly from: keyof F & string
    readonly to: keyof F & string
    readonly workingDays: keyof F & string
  }
  readonly rules: readonly KindRule<F>[]
  /** What an SMS and a card tell of a record; made of its header when left out. */
  readonly brief?: Brief<typeof header & F>
  /**
   * Its records are told before everything else, at any hour, and cannot wait for their review: one person may publish them
   * at once, and somebody else reviews them afterwards.
   */
  readonly urgent?: true
  /** The field that names the record it goes on from: whoever was told of that one is told of this. */
  readonly follows?: keyof F & string
  /** Machines may post records of the kind, which are then public without review. */
  readonly feed?: Feed<typeof header & F>
  /** The programme whose publication must have been assessed before (个人信息保护法55), while `when` holds. */
  readonly assessed?: {
    readonly programme: keyof F & string
    readonly when: (content: Values<typeof header & F>) => boolean
  }
  /** Certain personal data that the office may let pass, with a reason; none where it is left out. */
  readonly overridable?: {
    /** The law that lets it be published. */
    readonly basis: string
    readonly types: readonly FindingType[]
    readonly when: (content: Values<typeof header & F>) => boolean
  }
}

/** Declares a kind; each file of `kinds/` exports one as `kind`. */
export function defineKind<const F extends Fields>(
  kind: Omit<Kind<F>, 'rules'> & { readonly rules?: readonly KindRule<F>[] },
): Kind {
  const tables = Object.values(kind.fields).some(({ type }) => 'table' in type)
  const people = Object.values(kind.fields).some(({ personal }) => personal !== undefined)
  if (kind.feed && (tables || people))
    throw new Error(`${kind.name}: a machine posts no tables and no people`)
  return { ...kind, rules: kind.rules ?? [] } as unknown as Kind
}

/** Header and own fields together, in the order of the form. */
export function allFields(kind: Kind): Fields {
  return { ...header, ...kind.fields }
}

/** A problem found by a rule. */
export function problem(path: string, code: string, message: string): Problem {
  return { path, code, message }
}
