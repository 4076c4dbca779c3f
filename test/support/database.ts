import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { inject } from 'vitest'

/** A database of one test file alone; whoever made it drops it when its own connections are closed. */
export interface TestDatabase {
  readonly url: string
  drop(): Promise<void>
}

/** A fresh database with all migrations and the job queue's tables: a clone of the run's template, cheap. */
export function testDatabase(): Promise<TestDatabase> {
  return create(inject('templateDatabase'))
}

/** As `testDatabase`, with Kazuo county and its demo accounts in it. */
export function countyDatabase(): Promise<TestDatabase> {
  return create(inject('countyTemplate'))
}

/** A database with nothing in it, for what is about migrations themselves. */
export function emptyDatabase(): Promise<TestDatabase> {
  return create('template0')
}

/** The address of a database on the same server. */
export function databaseUrl(adminUrl: string, name: string): string {
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  return url.href
}

async function create(template: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await administer(`CREATE DATABASE ${name} TEMPLATE ${template}`)
  return {
    url: databaseUrl(inject('adminUrl'), name),
    drop: () => dropped(name),
  }
}

const INSUFFICIENT_PRIVILEGE = '42501'

/** The server's own vacuuming is nobody's to end: a moment later it is done. */
async function dropped(name: string, tries = 50): Promise<void> {
  try {
    await administer(`DROP DATABASE ${name} WITH (FORCE)`)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code !== INSUFFICIENT_PRIVILEGE || tries === 0) throw error
    await pause(200)
    await dropped(name, tries - 1)
  }
}

async function administer(sql: string): Promise<void> {
  const client = new Client({ connectionString: inject('adminUrl') })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
