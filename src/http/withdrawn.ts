import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Withdrawal } from '../modules/publication/model.ts'
import { answer } from '../platform/http.ts'

/** What everyone may know of a record after its withdrawal. */
export interface Withdrawn {
  readonly indexNumber: string
  /** Null after a withdrawal for PRIVACY. */
  readonly title: string | null
  readonly withdrawal: Withdrawal
}

/** Says why a record is gone (行政处罚法48, 410): to a browser as a page, to a program as JSON. */
export function tellWithdrawn(
  request: IncomingMessage,
  response: ServerResponse,
  { indexNumber, title, withdrawal }: Withdrawn,
): void {
  const { type, reason, at, successorIndexNumber } = withdrawal
  response.appendHeader('Vary', 'Accept')
  if (!request.headers.accept?.includes('text/html')) {
    const errors = [{ message: `该信息已撤回：${reason}`, extensions: { code: 'WITHDRAWN' } }]
    return answer(response, 410, { errors, withdrawal: { indexNumber, title, type, reason, at } })
  }
  const html = [
    '<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">',
    `<title>该信息已撤回</title></head><body><h1>该信息已撤回</h1>`,
    title === null ? '' : `<p>${escaped(title)}</p>`,
    `<p>${escaped(reason)}</p><p>索引号：${escaped(indexNumber)}</p>`,
    successorIndexNumber === null
      ? ''
      : `<p>现行信息的索引号：${escaped(successorIndexNumber)}</p>`,
    '</body></html>',
  ].join('')
  response.setHeader('Content-Type', 'text/html; charset=utf-8')
  response.setHeader('Cache-Control', 'no-store')
  response.writeHead(410).end(request.method === 'HEAD' ? undefined : html)
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
