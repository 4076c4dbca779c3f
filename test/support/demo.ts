/** Password of every demo account in tests. */
export const DEMO_PASSWORD = 'every demo account of the tests'
