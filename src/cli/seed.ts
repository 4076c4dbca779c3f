import { seedCounty } from '../seeding.ts'
import { withApplication } from './application.ts'
import type { Command } from './command.ts'

export const seedCommand: Command = {
  summary: '按 seeds/<COUNTY> 写入机构、事项、演示账号和演示信息；重复执行不再改动',
  run: (invocation) =>
    withApplication(invocation, async ({ services }, seed) => {
      const { config, print } = invocation
      await seedCounty(services.platform, seed, config.seed, print)
      return 0
    }),
}
