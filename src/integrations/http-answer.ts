import type { z } from 'zod'

/** What came of a request to a gateway over HTTP. */
export type Asked<T> =
  | { readonly answer: T }
  /** Nobody was reached: surely not taken. */
  | { readonly failed: 'UNREACHED' }
  /** It may have been taken: no answer in time, a broken connection, or an answer that is none. */
  | { readonly failed: 'TIMEOUT' | 'BROKEN' | 'WRONG_SHAPE' }

const LONGEST_ANSWER = 256 * 1024

/** Failures before a connection stands, so that nothing has been sent. */
const BEFORE_CONNECTION = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]

/** Asks once, follows no redirect, and believes only an answer of the right shape. */
export async function ask<T>(
  url: string,
  init: RequestInit,
  shape: z.ZodType<T>,
  timeoutMs: number,
): Promise<Asked<T>> {
  try {
    const signal = AbortSignal.timeout(timeoutMs)
    const response = await fetch(url, { ...init, redirect: 'manual', signal })
    const parsed = shape.safeParse(json(await textOf(response)))
    return parsed.success ? { answer: parsed.data } : { failed: 'WRONG_SHAPE' }
  } catch (error) {
    return { failed: failureOf(error) }
  }
}

async function textOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > LONGEST_ANSWER) return ''
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function failureOf(error: unknown): 'UNREACHED' | 'TIMEOUT' | 'BROKEN' {
  if (error instanceof Error && error.name === 'TimeoutError') return 'TIMEOUT'
  const cause = error instanceof Error ? (error.cause as { code?: unknown } | undefined) : undefined
  return BEFORE_CONNECTION.includes(String(cause?.code)) ? 'UNREACHED' : 'BROKEN'
}
