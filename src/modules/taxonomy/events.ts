/** PostgreSQL channel that is notified, within the transaction, when organizations or taxonomy change. */
export const COUNTY_CHANNEL = 'county_changed'
