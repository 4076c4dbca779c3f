import type { DomainError } from '../platform/errors.ts'
import {
  ConflictError,
  ForbiddenError,
  NotFoundError,
  PrivacyError,
  type Problem,
  RateLimitedError,
  ValidationError,
} from '../platform/errors.ts'
import { builder } from './builder.ts'

/** One fault of an input, or of what was to be published. */
export const ProblemType = builder.objectRef<Problem>('Problem').implement({
  description: 'One fault of an input.',
  fields: (t) => ({
    path: t.exposeString('path', {
      description: 'Where it is, dotted from the input (`content.notice.title`, `rows.3.name`).',
    }),
    code: t.exposeString('code', {
      description: 'Stable code for programs (`REQUIRED`, `TOO_LONG`).',
    }),
    message: t.exposeString('message', { description: 'What is wrong, in Chinese, for people.' }),
  }),
})

const ErrorInterface = builder.interfaceRef<DomainError>('Error').implement({
  description: 'A typed answer to a request that was refused. Nothing has changed.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Stable code for programs.' }),
    message: t.exposeString('message', { description: 'The reason, in Chinese, for people.' }),
  }),
})

builder.objectType(ValidationError, {
  name: 'ValidationError',
  description: 'The input cannot be taken. Lists all its problems at once.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    problems: t.field({
      type: [ProblemType],
      description: 'Every fault that was found.',
      resolve: (error) => [...error.problems],
    }),
  }),
})

builder.objectType(NotFoundError, {
  name: 'NotFoundError',
  description: 'It does not exist, or the caller may not know that it does.',
  interfaces: [ErrorInterface],
})

builder.objectType(ForbiddenError, {
  name: 'ForbiddenError',
  description:
    'Not signed in (`UNAUTHENTICATED`), wrong credentials (`INVALID_CREDENTIALS`), or no role that permits it (`FORBIDDEN`).',
  interfaces: [ErrorInterface],
})

builder.objectType(ConflictError, {
  name: 'ConflictError',
  description:
    'The state of things does not allow it: somebody was faster (`STALE_VERSION`), or it is not in the state that the action needs (`WRONG_STATE`).',
  interfaces: [ErrorInterface],
})

builder.objectType(PrivacyError, {
  name: 'PrivacyError',
  description: 'Personal data stands in the way. The values themselves are never repeated.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    findings: t.field({
      type: [ProblemType],
      description: 'Where personal data was found, with a masked preview in the message.',
      resolve: (error) => [...error.findings],
    }),
  }),
})

builder.objectType(RateLimitedError, {
  name: 'RateLimitedError',
  description: 'Too many attempts.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    retryAfterSeconds: t.exposeInt('retryAfterSeconds', {
      description: 'Seconds after which it may be tried again.',
    }),
  }),
})
