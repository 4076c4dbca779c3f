import { describe, expect, test } from 'vitest'
import { standingOn } from './policy-validity.ts'

const replaced = (effectiveOn: string) => ({ kind: 'SUPERSEDES', effectiveOn }) as const
const changed = (effectiveOn: string) => ({ kind: 'AMENDS', effectiveOn }) as const
const TODAY = '2026-03-03'

describe('a policy document', () => {
  test.each([
    ['holds when nothing speaks against it', {}, [], 'IN_FORCE'],
    ['holds from its first day', { effectiveOn: TODAY }, [], 'IN_FORCE'],
    ['does not hold before it', { effectiveOn: '2026-03-04' }, [], 'NOT_YET_IN_FORCE'],
    ['holds on its last day', { expiresOn: TODAY }, [], 'IN_FORCE'],
    ['does not hold after it', { expiresOn: '2026-03-02' }, [], 'EXPIRED'],
    ['is repealed when its issuer says so', { validity: 'REPEALED' }, [], 'REPEALED'],
    ['is expired when its issuer says so', { validity: 'EXPIRED' }, [], 'EXPIRED'],
    ['is amended when its issuer says so', { validity: 'AMENDED' }, [], 'AMENDED'],
    ['is repealed from the day of what replaces it', {}, [replaced(TODAY)], 'REPEALED'],
    ['holds until that day', { validity: 'IN_FORCE' }, [replaced('2026-03-04')], 'IN_FORCE'],
    ['is amended from the day of what changes it', {}, [changed('2026-03-01')], 'AMENDED'],
    ['is repealed even if amended', {}, [changed(TODAY), replaced(TODAY)], 'REPEALED'],
    ['is expired even if amended', { expiresOn: '2026-03-02' }, [changed(TODAY)], 'EXPIRED'],
    ['is repealed even if expired', { expiresOn: '2026-03-02' }, [replaced(TODAY)], 'REPEALED'],
  ] as const)('%s', (_what, content, bearings, standing) => {
    expect(standingOn(content, bearings, TODAY)).toBe(standing)
  })
})
