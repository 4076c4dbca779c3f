import { describe, expect, test } from 'vitest'
import { faultsWith } from '../../../../test/support/samples.ts'

describe('a report on a fund', () => {
  const fund = (change: object) => faultsWith('FundReport', change)

  test('balances to the cent: sources equal uses plus balance', () => {
    expect(fund({})).toEqual([])
    expect(fund({ balance: '20000.06' })).toEqual(['balance NOT_BALANCED'])
    expect(fund({ balance: '20000.04' })).toEqual(['balance NOT_BALANCED'])
  })

  test('is summed exactly, where floats would not be', () => {
    const sources = ['0.10', '0.20'].map((amount) => ({ name: '省级', level: 'PROVINCE', amount }))
    const uses = [{ project: '甲', unit: '乙', amount: '0.30' }]
    expect(fund({ sources, uses, balance: '0' })).toEqual([])
    const large = [{ name: '省级', level: 'PROVINCE', amount: '9007199254740.99' }]
    expect(fund({ sources: large, uses, balance: '9007199254740.70' })).toEqual([
      'balance NOT_BALANCED',
    ])
    expect(fund({ sources: large, uses, balance: '9007199254740.69' })).toEqual([])
  })

  test('pays out no more than it allots', () => {
    const uses = [{ project: '甲', unit: '乙', amount: '1500000.05', paid: '1500000.06' }]
    expect(fund({ uses })).toEqual(['uses.0.paid TOO_BIG'])
  })
})

describe('预算法第14条: a budget', () => {
  const budget = (change: object) => faultsWith('BudgetReport', change)

  test('goes down to functional and economic classes and the three public expenses', () => {
    const lacking = { functionalRows: undefined, basicRows: undefined, threePublic: undefined }
    expect(budget(lacking)).toEqual(Object.keys(lacking).map((field) => `${field} REQUIRED`))
  })

  test('adds up: rows, totals, and basic spending both ways', () => {
    const rows = [
      {
        code: '2050202',
        name: '小学教育',
        total: '86000000',
        basic: '83000000',
        project: '2000000',
      },
    ]
    expect(budget({ functionalRows: rows })).toEqual(['functionalRows.0.total NOT_BALANCED'])
    expect(budget({ expenditureTotal: '86000000.01' })).toEqual(['expenditureTotal NOT_BALANCED'])
    const basicRows = [{ code: '30101', name: '基本工资', amount: '1.00' }]
    expect(budget({ basicRows })).toEqual(['basicRows NOT_BALANCED'])
  })

  test('has three public expenses that add up', () => {
    const parts = { overseas: '1', vehiclePurchase: '2', vehicleOperation: '3', reception: '4' }
    expect(budget({ threePublic: { ...parts, total: '10' } })).toEqual([])
    expect(budget({ threePublic: { ...parts, total: '9' } })).toEqual([
      'threePublic.total NOT_BALANCED',
    ])
  })

  test('was approved before it is published', () => {
    expect(budget({ approvedOn: '2026-11-23' })).toEqual(['approvedOn IN_FUTURE'])
  })
})

describe('a report on donations', () => {
  const donations = (change: object) => faultsWith('DonationReport', change)

  test('公益事业捐赠法第22条: balances with what was carried over', () => {
    expect(donations({ carriedOver: '0.01' })).toEqual(['balance NOT_BALANCED'])
    expect(donations({ carriedOver: '0.01', balance: '2000.01' })).toEqual([])
  })

  test('个人信息保护法第25条: names a donor only with consent', () => {
    const donor = { donor: '李戊', donorType: 'PERSON', amount: '1', receivedOn: '2026-08-07' }
    expect(donations({ donors: [donor] })).toEqual(['donors.0.donor NO_CONSENT'])
    expect(donations({ donors: [{ ...donor, consent: false }] })).toEqual([
      'donors.0.donor NO_CONSENT',
    ])
    expect(donations({ donors: [{ ...donor, consent: true }] })).toEqual([])
  })
})
