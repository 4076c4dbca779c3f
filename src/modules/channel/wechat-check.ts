import { ValidationError } from '../../platform/errors.ts'
import { granted, type WechatDesk } from './wechat-desk.ts'
import type { JudgedText } from './wechat-ports.ts'

/** What the platform judges at once. */
const MOST_CHARACTERS = 2_500

/**
 * Everything that a citizen writes in the mini-program passes here before it is kept. Refused is what the platform
 * refuses, and what it would have a person look at, since nobody here does; while it cannot be asked nothing passes.
 */
export async function assertDecent(
  desk: WechatDesk,
  path: string,
  text: JudgedText,
): Promise<void> {
  if (Array.from(text.text).length > MOST_CHARACTERS) {
    throw ValidationError.of(path, 'TOO_LONG', `文字不得超过${MOST_CHARACTERS}个字`)
  }
  const judgement = granted(desk, await desk.tokens.use((token) => desk.client.judge(token, text)))
  if (judgement === 'pass') return
  const code = judgement === 'risky' ? 'TEXT_REFUSED' : 'TEXT_DOUBTFUL'
  throw ValidationError.of(path, code, '文字未通过内容安全审核，请修改后再提交')
}
