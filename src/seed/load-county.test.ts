import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadCounty } from './load-county.ts'
import { SeedError, type SeedProblem } from './seed-error.ts'

const KAZUO = join(import.meta.dirname, '../../seeds/kazuo')

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gongkai-seed-'))
  cpSync(KAZUO, folder, { recursive: true })
  // They refer to nearly every item and organization; demo-records.test.ts is about them.
  rmSync(join(folder, 'records/demo'), { recursive: true })
})
afterEach(() => rmSync(folder, { recursive: true }))

type Json = Record<string, unknown> & Record<number, Record<string, unknown>>

/** Changes one of the files. */
function edit(file: string, change: (json: Json) => unknown): void {
  const json = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Json
  change(json)
  writeFileSync(join(folder, file), JSON.stringify(json))
}

/** The faults found, as `file path reason`. */
function faults(): string[] {
  return problems().map(({ file, path, reason }) => `${file} ${path} ${reason}`)
}

function problems(): readonly SeedProblem[] {
  try {
    loadCounty(folder).assertSubmittable()
    return []
  } catch (error) {
    expect(error).toBeInstanceOf(SeedError)
    return (error as SeedError).problems
  }
}

/** One element of a list, by index. */
const at = (json: Json, index: number) => json[index] as Json

test('the county as it is has no faults', () => {
  expect(faults()).toEqual([])
})

describe('organizations', () => {
  test.each<[string, (json: Json) => unknown, string[]]>([
    [
      'a wrong check character of the USCC (GB 32100-2015)',
      (json) => Object.assign(at(json, 2), { uscc: '11211324900000145J' }),
      ['organizations.json $[2].uscc 统一社会信用代码不符合 GB 32100-2015（18 位，含校验码）'],
    ],
    [
      'an unknown parent',
      (json) => Object.assign(at(json, 4), { parent: 'nobody' }),
      ['organizations.json $[4].parent 没有机构 nobody'],
    ],
    [
      'a second root',
      (json) => Object.assign(at(json, 4), { parent: null }),
      [
        'organizations.json $[4].parent 只能有一个根机构',
        'organizations.json $[4].kind 根机构应为 COUNTY',
      ],
    ],
    [
      'a cycle',
      (json) => {
        Object.assign(at(json, 2), { parent: 'jyj' })
        Object.assign(at(json, 3), { parent: 'mzj' })
      },
      ['organizations.json $[2].parent 上级关系成环：mzj → jyj → mzj'],
    ],
    [
      'its own parent',
      (json) => Object.assign(at(json, 2), { parent: 'mzj' }),
      ['organizations.json $[2].parent 上级关系成环：mzj → mzj'],
    ],
    [
      'an end before the beginning',
      (json) => Object.assign(at(json, 2), { validFrom: '2020-01-02', validTo: '2020-01-01' }),
      ['organizations.json $[2].validTo 最后有效日不得早于设立日'],
    ],
    [
      'an impossible date and a field that there is not',
      (json) => Object.assign(at(json, 2), { validTo: '2021-02-29', phone: '1' }),
      [
        'organizations.json $[2].validTo 日期格式不正确，应为 2018-10-12 这样的日历日期',
        'organizations.json $[2].phone 没有这个字段',
      ],
    ],
  ])('%s', (_what, change, expected) => {
    edit('organizations.json', change)
    expect(faults()).toEqual(expected)
  })

  test('codes that stand twice are reported where they stand again', () => {
    edit('organizations.json', (json) => {
      const { code, uscc } = at(json, 2)
      Object.assign(at(json, 5), { code, uscc })
    })
    expect(faults()).toEqual(
      expect.arrayContaining([
        'organizations.json $[5].code 机构代码 mzj 与 organizations.json $[2] 重复',
        'organizations.json $[5].uscc 统一社会信用代码 11211324900000145H 与 organizations.json $[2] 重复',
      ]),
    )
  })
})

describe('taxonomy', () => {
  const POVERTY = 'taxonomy/poverty-alleviation.json'

  test.each<[string, (json: Json) => unknown, string[]]>([
    [
      'an unknown unit',
      (json) => (at(json, 0)['responsibleUnits'] = ['mzj', 'xyz']),
      [`${POVERTY} $[0].responsibleUnits[1] 没有机构 xyz`],
    ],
    [
      'points that are not numbered 1 to n',
      (json) => Object.assign(at(at(json, 0)['points'] as Json, 1), { no: 3 }),
      [`${POVERTY} $[0].points[1].no 序号应为 2，现为 3`],
    ],
    [
      'a kind that is none by its shape, and one that stands twice',
      (json) => {
        at(json, 0)['kinds'] = ['policy-document']
        at(json, 1)['kinds'] = ['Notice', 'Notice']
      },
      [
        `${POVERTY} $[0].kinds[0] 体裁名称应为 PascalCase，如 PolicyDocument`,
        `${POVERTY} $[1].kinds[1] Notice 重复`,
      ],
    ],
    [
      'kinds for a named area that the item does not accept, or without the plan’s words',
      (json) => Object.assign(at(json, 3), { areaOnlyKinds: ['Notice'], areaOnlyReason: null }),
      [
        `${POVERTY} $[3].areaOnlyKinds[0] 此事项不接受体裁 Notice`,
        `${POVERTY} $[3].areaOnlyReason 须与 areaOnlyKinds 同时填写`,
      ],
    ],
    [
      'a kind for a named area in an item for everyone',
      (json) => Object.assign(at(json, 3), { audience: 'SOCIETY' }),
      [`${POVERTY} $[3].areaOnlyKinds 此事项只面向全社会公开`],
    ],
    [
      'an item that nobody owes',
      (json) => (at(json, 0)['responsibleUnits'] = []),
      [`${POVERTY} $[0].responsibleUnits 没有任何机构承担此事项的公开责任`],
    ],
    [
      'an unknown rule of a cadence',
      (json) => Object.assign(at(at(json, 0)['cadence'] as Json, 0), { rule: 'sometimes' }),
      [`${POVERTY} $[0].cadence[0].rule 只能填写规定的值：`],
    ],
    [
      'a code of another item',
      (json) => Object.assign(at(json, 0), { code: '2.1' }),
      [
        'taxonomy/social-assistance.json $[0].code 事项代码 2.1 与 ',
        'site.json $.columns[1].children[0].children[0].shows.items[0] 1.1 不存在',
      ],
    ],
  ])('%s', (_what, change, expected) => {
    edit(POVERTY, change)
    const found = faults()
    expect(found).toHaveLength(expected.length)
    for (const [index, fault] of expected.entries()) expect(found[index]).toContain(fault)
  })

  test('an area without its file, and a file without its area', () => {
    edit('areas.json', (json) => Object.assign(at(json, 1), { slug: 'poverty' }))
    expect(faults()).toEqual([
      `${POVERTY} $ areas.json 中没有这个领域`,
      'taxonomy/poverty.json $ 缺少文件 taxonomy/poverty.json，或文件无法读取',
    ])
  })
})

test('columns have codes of their own, show something and refer only to what exists', () => {
  edit('site.json', (json) => {
    const [first, second, third] = at(json['columns'] as Json, 0)['children'] as Json[]
    Object.assign(first ?? {}, { updateClass: 'SOMETIMES' })
    Object.assign(second ?? {}, { code: 'gzdt', shows: null })
    Object.assign(third ?? {}, {
      shows: { areas: ['9'], organizations: ['nobody'], kinds: ['Novel'] },
    })
  })
  const column = 'site.json $.columns[0].children'
  expect(faults()).toEqual([
    `${column}[0].updateClass 没有更新类别 SOMETIMES`,
    `${column}[1].code 栏目代码 gzdt 重复`,
    `${column}[1] 栏目须有 shows 或下级栏目`,
    `${column}[2].shows.areas[0] 9 不存在`,
    `${column}[2].shows.organizations[0] nobody 不存在`,
    `${column}[2].shows.kinds[0] Novel 不存在`,
  ])
})

test('chains, accounts, words and records may refer only to what exists', () => {
  edit('review-chains.json', (json) => delete (json['kinds'] as Json)['TOWN'])
  edit('demo-accounts.json', (json) => {
    const account = at(json['accounts'] as Json, 0)
    Object.assign(account, { username: 'mzj.editor', organization: 'nobody' })
  })
  edit('search.json', (json) => {
    const synonyms = json['synonyms'] as string[][]
    synonyms.push(['低保', '吃低保'])
  })
  edit('records/plan-2018.json', (json) => {
    Object.assign(json, { itemCode: 'G2.1', organization: 'nobody', body: 'plan.md' })
  })
  const found = faults()
  expect(found).toEqual([
    'records/plan-2018.json $.body 缺少文件 records/plan.md，或文件无法读取',
    expect.stringMatching(/^review-chains\.json \$\.kinds\.TOWN 缺少审核环节：.*公营子镇/),
    'demo-accounts.json $.accounts[0].username 用户名 mzj.editor 重复',
    'demo-accounts.json $.accounts[0] 没有机构 nobody',
    expect.stringMatching(/^search\.json \$\.synonyms\[\d+\]\[0\] 低保 重复$/),
    'records/plan-2018.json $.kind 事项 G2.1 不接受体裁 PolicyDocument',
    'records/plan-2018.json $.organization 没有机构 nobody',
  ])
})

describe('files', () => {
  test('everything wrong in all of them is told at once', () => {
    edit('organizations.json', (json) => Object.assign(at(json, 3), { fullName: '' }))
    edit('taxonomy/education.json', (json) => Object.assign(at(json, 0), { townships: 'yes' }))
    writeFileSync(join(folder, 'county.json'), '{\n  "region": }')
    rmSync(join(folder, 'search.json'))
    writeFileSync(join(folder, 'areas.json'), Buffer.from([0x5b, 0xff, 0x5d]))
    const found = faults()
    expect(found).toContainEqual(expect.stringContaining('county.json $ 不是合法的 JSON：'))
    expect(found).toContain('search.json $ 缺少文件 search.json，或文件无法读取')
    expect(found).toContain('areas.json $ areas.json 不是 UTF-8 编码')
    expect(found).toContain('taxonomy/education.json $[0].townships 应为是或否')
    expect(found.filter((fault) => fault.startsWith('organizations.json'))).toHaveLength(1)
    // The bureau with the faulty name is still there for the items that name it.
    expect(found).toHaveLength(5)
  })

  test('the message names the folder and every fault', () => {
    edit('organizations.json', (json) => Object.assign(at(json, 2), { parent: 'nobody' }))
    expect(() => loadCounty(folder)).toThrow(
      `种子数据有误（${folder}），共 1 处：\n  organizations.json $[2].parent：没有机构 nobody`,
    )
  })

  test('a folder that does not exist is one with all files missing', () => {
    rmSync(folder, { recursive: true })
    expect(faults()).toContain('county.json $ 缺少文件 county.json，或文件无法读取')
    cpSync(KAZUO, folder, { recursive: true })
  })
})
