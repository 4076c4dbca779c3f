import { openSite } from '../../src/modules/site/open-site.ts'
import type { Site } from '../../src/modules/site/model.ts'
import { parseConfig } from '../../src/platform/config.ts'
import { countySeed } from '../../src/seeding.ts'

/** Kazuo's site as its seed says. */
export function kazuoSite(): Site {
  return openSite(countySeed(parseConfig({ NODE_ENV: 'test' })).site)
}
