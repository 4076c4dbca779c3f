/** Lets so many run at once; the others wait their turn. */
export function windowOf(size: number) {
  const waiting: (() => void)[] = []
  let free = size
  return async <T>(run: () => Promise<T>): Promise<T> => {
    if (free > 0) free--
    else await new Promise<void>((go) => waiting.push(go))
    try {
      return await run()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free++
    }
  }
}
