import { calendarDate, dayEnd } from '../../../platform/clock.ts'
import { command } from '../../../platform/command.ts'
import type { Database, Transaction } from '../../../platform/db/client.ts'
import { ConflictError, NotFoundError, ValidationError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { search } from '../../search/query.ts'
import { shortLinksOf } from '../read-short-link.ts'
import { ANSWERS, searchAnswer } from '../sms-answer.ts'
import { type SmsDesk, SmsDeferredError } from '../sms-desk.ts'
import type { InboundText, SmsResult } from '../sms-ports.ts'
import { mobileOf, readRequest, type SmsRequest } from '../sms-request.ts'
import { signedText } from '../sms-text.ts'
import { subscribe } from './subscribe.ts'
import { unsubscribe } from './unsubscribe.ts'

const DAILY_ANSWERS = 30
const DAY_MS = 86_400_000
/** A gateway that gives no ids brings a text again within this time; later the same words are a new question. */
const AGAIN_MS = 120_000
const RESULTS = 3

/** What counts against the answers of a day: whatever may have been sent. */
const COUNTED = ['ANSWERING', 'ANSWERED', 'UNKNOWN'] as const

/** A text as it is recognised again. */
interface Seen {
  readonly key: string
  readonly sender: string
  /** Texts before it with the same key are others. */
  readonly since: Date
}

/**
 * Answers a text that somebody sent to the county's number: each once, thirty a day to one number, and after those
 * nothing. Throws when the text is to be brought again: what was asked for has no effect that a second time would change.
 */
export async function answerText(desk: SmsDesk, inbound: InboundText): Promise<void> {
  const receiver = mobileOf(inbound.from)
  // What is no telephone is a machine, and what bears our signature came from us: they would answer each other for ever.
  if (receiver === null || inbound.text.includes(`【${desk.form.signature}】`)) return
  const { database, clock } = desk.platform
  const seen = recognised(desk, receiver, inbound, clock.now())
  if (await isDone(database, seen)) return

  const request = readRequest(inbound.text)
  const answer = await answerTo(desk, request, { number: receiver, consent: inbound.text })
  const id = await admit(desk, seen, request)
  if (id === null) return
  const text = signedText(desk.form, answer)
  const template = { name: 'ANSWER' as const, text: answer }
  const result = await desk.gateway.send({ id, receiver, text, template })
  await database.smsInbound.update({ where: { id }, data: { state: STATES[result.outcome] } })
  if (result.outcome === 'WAIT') throw new SmsDeferredError(result.seconds, result.code)
}

const STATES = {
  SENT: 'ANSWERED',
  DELIVERED: 'ANSWERED',
  FAILED: 'FAILED',
  WAIT: 'WAITING',
  UNKNOWN: 'UNKNOWN',
} as const satisfies Record<SmsResult['outcome'], string>

function recognised(
  { platform: { database } }: SmsDesk,
  receiver: string,
  { id, text }: InboundText,
  now: Date,
): Seen {
  const hash = (value: string) => database.sealer.fingerprint(value, 'channel.text')
  const sender = database.sealer.fingerprint(receiver, 'channel.phone')
  return id === null
    ? { key: hash(`${receiver}\n${text}`), sender, since: new Date(now.getTime() - AGAIN_MS) }
    : { key: hash(`${receiver}\n\n${id}`), sender, since: new Date(0) }
}

function lastOf(db: Database | Transaction, { key, since }: Seen) {
  return db.smsInbound.findFirst({
    where: { key, receivedAt: { gt: since } },
    orderBy: { receivedAt: 'desc' },
  })
}

async function isDone(db: Database | Transaction, seen: Seen): Promise<boolean> {
  const last = await lastOf(db, seen)
  return last !== null && last.state !== 'WAITING'
}

interface Asker {
  /** Eleven digits. */
  readonly number: string
  /** The text as it came: whoever subscribes by it consents by it. */
  readonly consent: string
}

/** Does what is asked for, which a second time would change nothing, and words the answer. */
async function answerTo(
  desk: SmsDesk,
  request: SmsRequest,
  { number, consent }: Asker,
): Promise<string> {
  const { platform } = desk
  switch (request.does) {
    case 'HELP':
      return ANSWERS.HELP
    case 'LEAVE':
      return left(platform, number)
    case 'SUBSCRIBE':
      return subscribed(platform, request.words, { number, consent })
    case 'SEARCH':
      return found(desk, request.words)
  }
}

/** Whoever had nothing to leave is told the same: it is so now. */
async function left(platform: Platform, number: string): Promise<string> {
  try {
    await unsubscribe(platform, { channel: 'SMS', address: number })
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error
  }
  return ANSWERS.LEFT
}

/** Records have to have all the words. */
async function subscribed(
  platform: Platform,
  words: string,
  { number, consent }: Asker,
): Promise<string> {
  try {
    await subscribe(platform, {
      channel: 'SMS',
      address: number,
      scope: { words: words.split(' ') },
      consent: { text: consent, way: 'SMS' },
    })
    return ANSWERS.SUBSCRIBED
  } catch (error) {
    if (error instanceof ValidationError) return ANSWERS.HELP
    if (error instanceof ConflictError) return ANSWERS.TOO_MANY
    throw error
  }
}

async function found(desk: SmsDesk, words: string): Promise<string> {
  const { publicPool, form, links } = desk
  const asked = { query: words, filter: {}, first: RESULTS, offset: 0 }
  const { total, hits } = await search(desk, asked)
  const codes = await shortLinksOf(
    publicPool,
    hits.map(({ record }) => record.disclosureId),
  )
  const records = hits.flatMap(({ record: { disclosureId, title } }) => {
    const code = codes.get(disclosureId)
    return code === undefined ? [] : [{ title: title ?? '', link: `${links}/${code}` }]
  })
  return searchAnswer(form.signature, total, records)
}

/** The id under which the answer may go; null when another is answering the same text, or the day's answers are used up. */
function admit({ platform }: SmsDesk, seen: Seen, { does }: SmsRequest): Promise<string | null> {
  return command(platform, async ({ tx, now, audit }) => {
    const last = await lastOf(tx, seen)
    const done = last !== null && last.state !== 'WAITING'
    const today = new Date(dayEnd(calendarDate(now)).getTime() - DAY_MS)
    const answers = await tx.smsInbound.count({
      where: { sender: seen.sender, receivedAt: { gte: today }, state: { in: [...COUNTED] } },
    })
    const state = answers < DAILY_ANSWERS ? ('ANSWERING' as const) : ('SILENT' as const)
    const { id } = done
      ? last
      : last
        ? await tx.smsInbound.update({ where: { id: last.id }, data: { state } })
        : await tx.smsInbound.create({
            data: { key: seen.key, sender: seen.sender, request: does, state, receivedAt: now },
          })
    audit({
      action: 'sms.receive',
      by: null,
      subjectType: 'SmsInbound',
      subjectId: id,
      details: { request: does, state: done ? 'REPEATED' : state },
    })
    return done || state === 'SILENT' ? null : id
  })
}
