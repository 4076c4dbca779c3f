import { randomBytes } from 'node:crypto'
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
    drop: () => administer(`DROP DATABASE ${name} WITH (FORCE)`),
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
