import { ValidationError } from '../../../platform/errors.ts'
import { codePoints, textFaults } from '../text/plain-text.ts'
import { type Extension, FILE_TYPES } from './file-type.ts'

/** Characters, as people count them. */
const LONGEST_NAME = 120

/** What Windows takes in no name, among it what makes a path. */
const NOT_IN_NAMES = /[\\/:*?"<>|]/

const MACRO_TYPES = ['docm', 'dotm', 'xlsm', 'xltm', 'xlam', 'xlsb', 'pptm']

/** The name of an upload and the type that it claims; whatever is wrong with it is refused, nothing is mended. */
export function readFileName(given: string): {
  readonly name: string
  readonly extension: Extension
} {
  const name = given.normalize('NFC')
  if (name.trim() === '') refuse('REQUIRED', '缺少文件名')
  const [fault] = textFaults(name, 'one')
  if (fault) refuse(fault.code, `文件名${fault.message}`)
  if (NOT_IN_NAMES.test(name) || /^[\s.]|[\s.]$/.test(name)) {
    refuse(
      'INVALID_NAME',
      '文件名不得含有路径或 \\ / : * ? " < > | 等字符，也不得以点或空格开头、结尾',
    )
  }
  if (codePoints(name) > LONGEST_NAME) {
    refuse('TOO_LONG', `文件名不得超过 ${LONGEST_NAME} 个字`)
  }
  const extension = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
  if (MACRO_TYPES.includes(extension)) {
    refuse('MACROS', '不接受含宏的文件，请另存为不含宏的 docx 或 xlsx')
  }
  if (!isKnown(extension)) {
    const accepted = Object.keys(FILE_TYPES).join('、')
    refuse('UNSUPPORTED_TYPE', `不接受这种文件，可上传：${accepted}`)
  }
  return { name, extension }
}

function isKnown(extension: string): extension is Extension {
  return Object.hasOwn(FILE_TYPES, extension)
}

function refuse(code: string, message: string): never {
  throw ValidationError.of('name', code, message)
}
