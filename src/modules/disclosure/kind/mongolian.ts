import type { Problem } from '../../../platform/errors.ts'
import { hasMongolian } from '../text/plain-text.ts'
import { renderText } from '../text/render-text.ts'
import type { ProseMirrorJson } from '../text/schema.ts'
import { type Content, problem } from './kind.ts'

/** Fields of the translation into Mongolian, the body beside the plain ones. */
const TEXTS = {
  mongolianTitle: '蒙古文标题',
  mongolianSummary: '蒙古文内容概述',
  mongolianBody: '蒙古文正文',
} as const

type TextName = keyof typeof TEXTS

/** How far the translation has come. */
export type TranslationStatus = 'NONE' | 'DRAFT' | 'REVIEWED'

/** How far the translation has come; whoever has written some of it and says nothing has a draft. */
export function translationStatus(content: Content): TranslationStatus {
  const given = content['mongolianStatus']
  if (given === 'DRAFT' || given === 'REVIEWED') return given
  return textsIn(content).length > 0 && given === undefined ? 'DRAFT' : 'NONE'
}

/** A translation is in Mongolian, and nobody calls reviewed what is not there. */
export function translationFaults(content: Content): Problem[] {
  const texts = textsIn(content)
  const foreign = texts
    .filter(([, text]) => !hasMongolian(text))
    .map(([name]) => problem(name, 'NOT_MONGOLIAN', `${TEXTS[name]}应为传统蒙古文`))
  const status = translationStatus(content)
  if (status === 'NONE' && texts.length > 0) {
    const message = '已填写蒙古文译文，译文状态应为“草稿”或“已审核”'
    return [...foreign, problem('mongolianStatus', 'TRANSLATION_GIVEN', message)]
  }
  if (status === 'REVIEWED' && content['mongolianTitle'] === undefined) {
    return [...foreign, problem('mongolianTitle', 'REQUIRED', '译文已审核，缺少蒙古文标题')]
  }
  return foreign
}

/** The content without a translation that nobody has reviewed: it is not for the public (蒙古语文工作条例4: equal effect). */
export function withReviewedTranslation(content: Content): Content {
  if (translationStatus(content) === 'REVIEWED') return content
  const names: readonly string[] = Object.keys(TEXTS)
  return Object.fromEntries(Object.entries(content).filter(([name]) => !names.includes(name)))
}

function textsIn(content: Content): (readonly [TextName, string])[] {
  const names = Object.keys(TEXTS) as TextName[]
  return names.flatMap((name) => {
    const value = content[name]
    if (value === undefined) return []
    const text = typeof value === 'string' ? value : renderText(value as ProseMirrorJson)
    return text === '' ? [] : [[name, text] as const]
  })
}
