import { decodeGlobalID } from '@pothos/plugin-relay'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The UUID inside a global id of the type; '' for anything else, which nothing has. */
export function uuidOf(typename: string, globalId: string): string {
  try {
    const decoded = decodeGlobalID(globalId)
    return decoded.typename === typename && UUID.test(decoded.id) ? decoded.id : ''
  } catch {
    return ''
  }
}
