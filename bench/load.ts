import autocannon from 'autocannon'
import type { Ask } from './question.ts'

// The load generator in a process of its own: reads one order from its parent, answers with what it saw.

process.on('message', (order: { url: string; connections: number; seconds: number } & Ask) => {
  const { url, connections, seconds, method, path, headers, body, others = [] } = order
  const questions = [{ path, body }, ...others].map((one) => ({ method, headers, ...one }))
  let client = 0
  autocannon({
    url: url + path,
    method,
    headers: { ...headers },
    body,
    connections,
    duration: seconds,
    setupClient(one) {
      const first = client++ % questions.length
      one.setRequests([...questions.slice(first), ...questions.slice(0, first)])
    },
  }).then(
    ({ requests, latency, non2xx, errors, statusCodeStats }) => {
      const notModified = Number(
        (statusCodeStats as Record<string, { count: number }>)['304']?.count ?? 0,
      )
      process.send?.({
        rps: requests.average,
        total: requests.total,
        p50: latency.p50,
        p99: latency.p99,
        failed: non2xx - notModified + errors,
      })
    },
    (error: unknown) => process.send?.({ error: String(error) }),
  )
})
process.on('disconnect', () => process.exit())
