import { flushCompileCache } from 'node:module'
import { buffer } from 'node:stream/consumers'

/** What a process answers: the result of its work, or where in the code it failed. */
export interface Reply<Answer> {
  readonly answer?: Answer
  readonly fault?: string
}

/** The work of such a process, and how it gets the bytes that its task came with. */
export type Work<Task, Answer> = (
  task: Task,
  bytes: () => Promise<Buffer>,
) => Answer | Promise<Answer>

/**
 * In a process that `apart` has started: works off the task that is sent, and waits to be ended. A process that ended
 * by itself could be gone before its answer is read; without its parent it has nothing left to wait for.
 */
export function answering<Task, Answer>(work: Work<Task, Answer>): void {
  process.on('message', (message) => {
    const { data } = message as { data: Task }
    void replyTo(data, work).then((reply) => {
      // It is ended without a chance to do this at its end.
      flushCompileCache()
      process.send?.(reply)
    })
  })
}

async function replyTo<Task, Answer>(data: Task, work: Work<Task, Answer>): Promise<Reply<Answer>> {
  try {
    return { answer: await work(data, () => buffer(process.stdin)) }
  } catch (error) {
    return { fault: placesOf(error) }
  }
}

/** What a parser says of a file may quote it: only the places are told, not the words. */
function placesOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const places = (error.stack ?? '').split('\n').filter((line) => /^ {4}at /.test(line))
  return [error.name, ...places].join('\n')
}
