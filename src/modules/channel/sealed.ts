import type { Database, Transaction } from '../../platform/db/client.ts'

/** What keeps texts sealed. */
type Sealing = Pick<Database | Transaction, 'sealer'>

/** Phone number or openid of a receiver, as it is stored. */
export function sealedAddress({ sealer }: Sealing, address: string): string {
  return sealer.seal(address, 'channel.phone')
}

/** The address again. */
export function openAddress({ sealer }: Sealing, sealed: string): string {
  return sealer.open(sealed, 'channel.phone')
}

/** By what a receiver is found: the same address has the same, and nobody without the key finds it out. */
export function addressHash({ sealer }: Sealing, address: string): string {
  return sealer.fingerprint(address, 'channel.phone')
}

/** By what receivers of one person are known to be one: their phone. */
export function personHash({ sealer }: Sealing, phone: string): string {
  return sealer.fingerprint(phone, 'channel.phone')
}

/** The key that calls to an endpoint are signed with, as it is stored. */
export function sealedSecret({ sealer }: Sealing, secret: string): string {
  return sealer.seal(secret, 'channel.webhook')
}

/** The key again. */
export function openSecret({ sealer }: Sealing, sealed: string): string {
  return sealer.open(sealed, 'channel.webhook')
}
