import { z } from 'zod'

/** One environment variable. */
export interface Setting<T> {
  readonly meaning: string
  /** Used when the variable is missing or empty. */
  readonly fallback?: string
  /** Shown instead of `fallback` when the default depends on something. */
  readonly shown?: string
  /** Never repeated in a message. */
  readonly secret?: boolean
  readonly schema: z.ZodType<T, string>
}

/** Variables by name. */
export type Settings = Readonly<Record<string, Setting<unknown>>>

/** What was read: always there when the setting has a fallback. */
export type Values<S extends Settings> = {
  readonly [K in keyof S]: S[K] extends { readonly fallback: string }
    ? Value<S[K]>
    : Value<S[K]> | undefined
}
type Value<S> = S extends Setting<infer T> ? T : never

/** What every other section may depend on. */
export interface Base {
  readonly environment: 'development' | 'test' | 'production'
  readonly dataDir: string
}

/** The settings of one concern, and the part of the configuration that is made of them. */
export interface Section<S extends Settings, C> {
  readonly settings: S
  /** What is wrong with the settings together, a line each; told what was given, not what is the default. */
  readonly conflicts?: (given: (name: keyof S) => string | undefined) => readonly string[]
  readonly read: (values: Values<S>, base: Base) => C
}

/** Declares a section. */
export function section<const S extends Settings, C>(declared: Section<S, C>): Section<S, C> {
  return declared
}

/** Declares a variable; keeps whether it has a fallback. */
export function setting<T, const D extends Omit<Setting<T>, 'schema'>>(
  declared: D & { readonly schema: z.ZodType<T, string> },
): D & Setting<T> {
  return declared
}

/** `0` or `1`. */
export const flag = z.enum(['0', '1'], '只能是 0 或 1').transform((value) => value === '1')

/** Any text. */
export const text = z.string()

/** One of the words. */
export function oneOf<const T extends readonly [string, ...string[]]>(values: T) {
  return z.enum(values, `只能是 ${values.join('、')} 之一`)
}

/** An address of the protocol. */
export function address(protocol: RegExp, message: string) {
  return z.url({ protocol, error: message })
}

/** An address that others are appended to. */
export function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '')
}
