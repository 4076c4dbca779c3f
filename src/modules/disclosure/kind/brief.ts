import type { Fields, Values } from './field.ts'
import { allFields, type Content, type Kind } from './kind.ts'
import { type Shown, shownValues } from './shown.ts'
import { fitted } from './fitted.ts'

/** One thing that a card tells. */
export interface Fact {
  /** Chinese. */
  readonly label: string
  readonly value: string
}

/** What is told of a record where there is little room. */
export interface RecordBrief {
  /** One line for an SMS, without the signature. */
  readonly line: string
  readonly facts: readonly Fact[]
}

/** How a kind tells of its records in little room. It is given what the public may read, and no personal field at all. */
export interface Brief<F extends Fields> {
  /** The line for an SMS, what matters most at its front: the end may be cut off. */
  readonly line?: (shown: Shown<F>, content: Values<F>) => string
  /** At most three facts for a card: fields under their own titles, or what is made of several. */
  readonly facts?: readonly (
    | (keyof F & string)
    | {
        readonly label: string
        readonly value: (shown: Shown<F>, content: Values<F>) => string | undefined
      }
  )[]
}

/** An SMS of 70 units holds it together with a signature (law: 签名 counts). */
export const LINE_UNITS = 60
/** WeChat’s `thing` holds 20 characters. */
export const FACT_UNITS = 20
export const MOST_FACTS = 3

/** What a kind that declares no facts tells: its header, then what each of its records must have. */
function plainFacts({ fields }: Kind): readonly string[] {
  const needed = Object.entries(fields).filter(
    ([, { required, widget }]) => required && widget !== 'textarea',
  )
  return ['docNumber', 'formedOn', 'hotline', ...needed.map(([name]) => name)]
}

/** The line and the facts of a record, of its public content alone. Pure: the same content tells the same. */
export function briefOf(kind: Kind, content: Content): RecordBrief {
  const fields = allFields(kind)
  // Records of any kind are read by the declaration of their own.
  const { line, facts = plainFacts(kind) } = (kind.brief ?? {}) as unknown as Brief<Fields>
  const short = shownValues(fields, content, 'SHORT')
  const full = shownValues(fields, content, 'FULL')
  const told = facts.flatMap((fact) => {
    const [label, value] =
      typeof fact === 'string'
        ? [fields[fact]?.title ?? fact, full[fact]]
        : [fact.label, fact.value(full, content)]
    return value ? [{ label, value: fitted(value, FACT_UNITS) }] : []
  })
  const text = line?.(short, content) ?? say`${short['title']}${after('：', short['summary'])}`
  return { line: fitted(text, LINE_UNITS), facts: told.slice(0, MOST_FACTS) }
}

/** Text of which parts may be missing. */
export function say(texts: TemplateStringsArray, ...parts: (string | undefined)[]): string {
  return texts.map((text, index) => text + (parts[index] ?? '')).join('')
}

/** A part together with what leads to it, or nothing. */
export function after(lead: string, part: string | undefined): string | undefined {
  return part === undefined ? undefined : lead + part
}
