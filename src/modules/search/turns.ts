/** How many searches the engine has in hand, and how long the others stand in line. */
export interface TurnLimits {
  readonly atOnce: number
  readonly longestWaitMs: number
}

/** Lets work begin in the order in which it was asked for. */
export interface Turns {
  /**
   * The work's result; null when its turn has not come in time. Equal keys that wait together are worked on once: work
   * that has begun is joined by nobody, so that no answer is older than its question.
   */
  take<T>(key: string, work: () => Promise<T>): Promise<T | null>
}

interface Waiting {
  readonly begin: () => void
  readonly result: Promise<unknown>
}

/**
 * A line in front of something that answers so many at once: with more in hand it answers none of them sooner, and all
 * of them too late.
 */
export function turns({ atOnce, longestWaitMs }: TurnLimits): Turns {
  let inHand = 0
  const line = new Map<string, Waiting>()

  async function run<T>(work: () => Promise<T>): Promise<T> {
    inHand++
    try {
      return await work()
    } finally {
      inHand--
      line.values().next().value?.begin()
    }
  }

  function wait<T>(key: string, work: () => Promise<T>): Promise<T | null> {
    const { promise, resolve } = Promise.withResolvers<T | null>()
    const leave = (result: Promise<T> | null) => {
      clearTimeout(late)
      line.delete(key)
      resolve(result)
    }
    const late = setTimeout(() => leave(null), longestWaitMs)
    line.set(key, { begin: () => leave(run(work)), result: promise })
    return promise
  }

  return {
    take<T>(key: string, work: () => Promise<T>) {
      if (inHand < atOnce) return run(work)
      // A key says what is asked for, and so what it results in.
      const joined = line.get(key)?.result as Promise<T | null> | undefined
      return joined ?? wait(key, work)
    },
  }
}
