/** One fault of a seed: which file, where in it (JSON path), and what is wrong, in Chinese. */
export interface SeedProblem {
  readonly file: string
  readonly path: string
  readonly reason: string
}

/** A county's files that were refused whole; lists every fault of every file. */
export class SeedError extends Error {
  readonly problems: readonly SeedProblem[]

  constructor(folder: string, problems: readonly SeedProblem[]) {
    const lines = problems.map(({ file, path, reason }) => `  ${file} ${path}：${reason}`)
    super([`种子数据有误（${folder}），共 ${problems.length} 处：`, ...lines].join('\n'))
    this.name = 'SeedError'
    this.problems = problems
  }
}
