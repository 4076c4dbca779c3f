import { sealer } from '../../src/platform/sealing.ts'

/** One key for all databases of a run, since they are made from one template. */
export const TEST_SEALING_KEY = Buffer.alloc(32, 'a key of tests alone').toString('base64')

/** What seals in databases of tests. */
export const testSealer = sealer([Buffer.from(TEST_SEALING_KEY, 'base64')])
