/** One fault of an input: where it is (dotted path), a stable code, and a message for people. */
export interface Problem {
  readonly path: string
  readonly code: string
  readonly message: string
}

/** An answer to the caller rather than a defect: message in Chinese for people, `code` stable for programs. */
export abstract class DomainError extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.name = new.target.name
    this.code = code
  }
}

/** The input cannot be taken; lists every problem at once. */
export class ValidationError extends DomainError {
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[], code = 'VALIDATION') {
    super(code, problems.map((problem) => problem.message).join('；') || '提交的内容不符合要求')
    this.problems = problems
  }

  /** A single problem, whose code is also the error's own. */
  static of(path: string, code: string, message: string): ValidationError {
    return new ValidationError([{ path, code, message }], code)
  }
}

/** It does not exist, or the caller may not know that it does. */
export class NotFoundError extends DomainError {
  constructor(message = '未找到该信息', code = 'NOT_FOUND') {
    super(code, message)
  }
}

/** The caller is not signed in, or holds no role that permits the action. */
export class ForbiddenError extends DomainError {
  constructor(message = '您没有办理此事项的权限', code = 'FORBIDDEN') {
    super(code, message)
  }

  static unauthenticated(): ForbiddenError {
    return new ForbiddenError('请先登录', 'UNAUTHENTICATED')
  }
}

/** The state of things does not allow it now: stale version, wrong state, done already. */
export class ConflictError extends DomainError {
  static staleVersion(): ConflictError {
    return new ConflictError('STALE_VERSION', '内容已被他人修改，请刷新后重试')
  }
}

/** Personal data stands in the way of publication; findings never carry the value itself. */
export class PrivacyError extends DomainError {
  readonly findings: readonly Problem[]

  constructor(findings: readonly Problem[], message = '内容含有不得公开的个人信息') {
    super('PERSONAL_DATA', message)
    this.findings = findings
  }
}

/** Too many attempts; may be repeated after `retryAfterSeconds`. */
export class RateLimitedError extends DomainError {
  readonly retryAfterSeconds: number

  constructor(retryAfterSeconds: number) {
    super('RATE_LIMITED', `操作过于频繁，请在${retryAfterSeconds}秒后重试`)
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** Every refusal there is: each mutation may answer with any of them. */
export const REFUSALS = [
  ValidationError,
  NotFoundError,
  ForbiddenError,
  ConflictError,
  PrivacyError,
  RateLimitedError,
] as const
