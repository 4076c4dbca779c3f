import { COMPOUND_SURNAMES, NO_NAMES, SURNAMES } from './surnames.ts'

/** Names of private persons in running text, ascending by offset. */
export interface NamesOf {
  readonly offsets: readonly number[]
  readonly names: readonly string[]
}

const HAN = '\\u3400-\\u4DBF\\u4E00-\\u9FFF'
const COMPOUND = [...COMPOUND_SURNAMES].join('|')

/** Words that may stand right before the name of a private person. */
const BEFORE = [
  '姓名|名叫|村民|居民|职工|学生|同学|患者|病人|伤者|死者|农民|户主|申请人|对象|受助人|低保户|贫困户|五保户',
  '特困户|老人|儿童|孤儿|残疾人|女童|男童|村|屯|组|镇|乡|社区|住户|被告|被告人|当事人|违法行为人|业主|子女',
  '其子|其女|其妻|妻子|丈夫|儿子|女儿|父亲|母亲|、|和|与|及',
].join('|')
/** Words that may follow it at once. */
const AFTER = [
  '患|因|的|家|等|同|系|为|被|男|女|今年|现年|之子|之女|之妻|之夫|住|现住|户|申领|领取|于|在|身患|先生|女士',
  '老人|同学|已|曾|突发|确诊|经|由|申请|和|与|及|、',
].join('|')

// The surname comes first, being rare; only then does it pay to look back.
const NAME = new RegExp(
  `(?:${COMPOUND}|[${SURNAMES}])` +
    `(?<=(?:^|[^${HAN}]|${BEFORE})(?:${COMPOUND}|[${SURNAMES}]))` +
    `[${HAN}]{1,2}?(?=${AFTER}|[^${HAN}]|$)`,
  'g',
)
/** Who is named with an office is not the person that the words are about. */
const OFFICE =
  /^.{0,2}(主任|医生|医师|教授|专家|院长|局长|县长|镇长|乡长|书记|部长|科长|校长|教师|老师|护士|记者|委员|代表|律师|主席|组长|同志)/

/** Reads the names of a normalised text. */
export function readNames(text: string): NamesOf {
  const offsets: number[] = []
  const names: string[] = []
  for (const { 0: name, index } of text.matchAll(NAME)) {
    const end = index + name.length
    if (!isName(name) || OFFICE.test(text.slice(end, end + 6))) continue
    offsets.push(index)
    names.push(name)
  }
  return { offsets, names }
}

const WHOLE_NAME = new RegExp(`^(?:(?:${COMPOUND})[${HAN}]{1,2}|[${SURNAMES}][${HAN}]{1,2})$`)
/** 某 and the blanks of a mask. */
const MASKED = /[某*×○〇]|[Xx]{1,2}$/

/** Whether a whole word reads as a Chinese name: a surname and one or two characters. */
export function isName(text: string): boolean {
  return WHOLE_NAME.test(text) && !NO_NAMES.has(text.slice(0, 2)) && !MASKED.test(text)
}

const LETTERS = /^[\u3400-\u4DBF\u4E00-\u9FFF\u1800-\u18AF]{2,15}$/
const NO_PERSON =
  /^(姓名|合计|小计|总计|无|不详|空缺|备注|人数|共计|略|保密|匿名)$|公司|委员会|中心|学校|小学|中学|幼儿园|医院|政府|办公室/

/** Whether a cell under 姓名 holds a name that nothing covers: names of minorities may be long, without a surname. */
export function isOpenName(text: string): boolean {
  const letters = text.replaceAll(/[\s·•.]/g, '')
  return LETTERS.test(letters) && !MASKED.test(letters) && !NO_PERSON.test(letters)
}
