import { defineKind } from '../kind/kind.ts'

export const kind = defineKind({
  name: 'Notice',
  title: '通知公告、动态',
  description: 'A notice or a piece of news: title and body.',
  body: 'required',
  fields: {},
})
