import { ensureAccounts } from '../modules/identity/commands/ensure-accounts.ts'
import { randomPassword } from '../modules/identity/password.ts'
import { seedCounty } from '../seeding.ts'
import { withApplication } from './application.ts'
import { type Command, CommandError } from './command.ts'

export const officeCommand: Command = {
  summary: '开立一个县政务公开办公室账号（角色 OFFICE），口令只显示一次',
  args: ['用户名'],
  run: (invocation) =>
    withApplication(invocation, async ({ services: { platform } }, seed) => {
      const { args, print } = invocation
      const [username = ''] = args
      // The account needs the county that it answers for; demo data is not this command's business.
      await seedCounty(platform, seed, { demo: false, password: undefined }, print)
      const county = seed.organizations.find(({ parent }) => parent === null)
      if (!county) throw new CommandError('县级数据中没有根机构')
      const grants = [{ role: 'OFFICE', organizationCode: county.code, subtree: true }] as const
      const account = {
        username,
        displayName: '县政务公开办公室',
        organizationCode: county.code,
        grants,
      }
      const password = randomPassword()
      const { created } = await ensureAccounts(platform, [account], password)
      if (created === 0) throw new CommandError(`账号 ${username} 已存在`)
      print(`已开立账号 ${username}，口令：${password}（只显示这一次）`)
      return 0
    }),
}
