import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Gateway, Receipt, SendResult } from '../../src/modules/channel/ports.ts'

/** A message service of a company that takes the same message as often as it is sent, and can be asked about it. */
export interface Provider {
  readonly url: string
  /** Addresses of the messages it has taken: twice for what it was sent twice. */
  readonly taken: { readonly id: string; readonly address: string }[]
  /** What it does with the next messages: takes and answers, takes and is silent, or refuses. */
  behave(as: Behaviour): void
  close(): Promise<void>
}

type Behaviour = 'ANSWER' | 'SILENT' | 'REFUSE'

/** Starts one on a free port of this machine. */
export async function startProvider(): Promise<Provider> {
  const taken: { id: string; address: string }[] = []
  let behaviour: Behaviour = 'ANSWER'
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://provider')
    const id = searchParams.get('id') ?? ''
    if (pathname === '/status') {
      response.writeHead(taken.some((one) => one.id === id) ? 200 : 404).end()
      return
    }
    if (behaviour === 'REFUSE') {
      response.writeHead(503).end()
      return
    }
    taken.push({ id, address: searchParams.get('address') ?? '' })
    if (behaviour === 'ANSWER') response.writeHead(200).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken,
    behave(as) {
      behaviour = as
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** The way out to it, with receipts that a test hands over. */
export function providerGateway(
  url: string,
): Gateway & { receipt(receipt: Receipt): Promise<void> } {
  let listener: (receipt: Receipt) => Promise<void> = () => Promise.resolve()
  const ask = (path: string, query: Record<string, string>) =>
    fetch(`${url}${path}?${new URLSearchParams(query)}`, { signal: AbortSignal.timeout(500) })
  return {
    channel: 'SMS',
    ratePerSecond: 10_000,
    window: 100,
    idempotent: false,
    ordered: false,
    dailyLimit: null,
    async send({ deliveryId: id, address }): Promise<SendResult> {
      try {
        const { ok, status } = await ask('/send', { id, address })
        if (ok) return { outcome: 'SENT', reference: id }
        return { outcome: 'FAILED', code: `HTTP_${status}`, permanent: false }
      } catch {
        return { outcome: 'UNKNOWN', code: 'TIMEOUT', reference: id }
      }
    },
    async reconcile({ deliveryId: id }) {
      const { ok } = await ask('/status', { id })
      if (ok) return { outcome: 'SENT', reference: id }
      return { outcome: 'FAILED', code: 'NOT_TAKEN', permanent: false }
    },
    onReceipt(given) {
      listener = given
    },
    receipt: (receipt) => listener(receipt),
    close: () => Promise.resolve(),
  }
}
