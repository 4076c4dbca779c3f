import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tell } from './child.ts'

// The least that node:http can do: bytes of files that are in memory.

const files = new Map<string, Buffer>()
const server = createServer((request, response) => {
  const path = request.url ?? ''
  const bytes = files.get(path) ?? readFileSync(`${process.env['BENCH_FILES']}${path}`)
  files.set(path, bytes)
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': bytes.length })
  response.end(bytes)
})
server.listen(0, '127.0.0.1', () => tell((server.address() as AddressInfo).port, () => 0))
