import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

// What Node makes of the program's text is kept beside the packages, and thrown away with them; where nothing can be
// written there, every start makes it anew. It only helps what is loaded afterwards, so that is all the rest.
const kept = fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url))
enableCompileCache(kept)
// The processes that answer HTTP use the same. Who has named another place for it is heeded.
process.env['NODE_COMPILE_CACHE'] ||= kept
await import('./start.ts')
