import { expect, test } from 'vitest'
import { isName, isOpenName, readNames } from './names.ts'

test.each(['赵甲', '钱乙丙', '欧阳甲', '司马甲乙', '白云'])('%s reads as a name', (name) => {
  expect(isName(name)).toBe(true)
})

test.each(['高度', '方案', '金额', '马上就办', '赵', '甲乙', '赵*', '李某某', '张X', '时间表'])(
  '%s does not',
  (word) => {
    expect(isName(word)).toBe(false)
  },
)

test.each(['赵甲', '巴图孟和', '巴图·孟和', '乌云其其格', 'ᠪᠠᠲᠤ'])('%s is an open name', (name) => {
  expect(isOpenName(name)).toBe(true)
})

test.each(['赵*', '李某', '合计', '甲公司', '甲小学', '1', '', '赵'])('%j is none', (text) => {
  expect(isOpenName(text)).toBe(false)
})

test.each([
  ['赵甲、钱乙和孙丙患病', ['赵甲', '钱乙', '孙丙']],
  ['村民赵甲因病', ['赵甲']],
  ['姓名：赵甲，男', ['赵甲']],
  ['赵甲主任说', []],
  ['县长赵甲强调', []],
  ['加强管理，方便群众', []],
])('in %s', (text, names) => {
  expect(readNames(text).names).toEqual(names)
})
