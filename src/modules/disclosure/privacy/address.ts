import { maskAddress } from './mask.ts'
import { personAt } from './person.ts'
import { atMost, cellsUnder, type Hit, labelAt, leadOf, type Scene, wordsIn } from './scene.ts'

const NUMBER = '[\\d一二三四五六七八九十百甲乙丙丁A-Z][\\d一二三四五六七八九十百-]{0,4}'
const UNIT = '(?:组|队|号楼|号院|号|栋|幢|座|楼|层|单元|室|户)'
const PLACE = '[村屯庄营沟路街巷弄里]|社区|小区|[家花嘉]园|公寓|大院|胡同'
/** The place below the township, then the house. */
const HOUSE = new RegExp(
  `(?:${PLACE})[\\u4E00-\\u9FFF()]{0,6}?(?:${NUMBER}${UNIT}){1,5}(?:\\d{1,4})?`,
  'g',
)
const GROUP_ONLY = /[^\d组队]{1,10}[\d一二三四五六七八九十]{1,3}[组队]$/
const HOME_WORDS = /住址|家庭地址|住所|居住|户籍|户口所在|家住|现住|住于|住在|住:|,住|暂住/
const ORGAN_WORDS =
  /办公|地址:|地点|单位|公司|机关|政府|委员会|大厅|窗口|中心|医院|学校|小学|中学|幼儿园|派出所|项目|工程|报名|受理|咨询|邮寄|设在|位于|建设|施工|路段|法院|支行/
const MOST_CANDIDATES = 20_000
const LONGEST_PLACE = 40

/** Homes: a house below the township, said to be someone's or with a name beside. */
export function* homeAddresses(scene: Scene): Generator<Hit> {
  const { page } = scene
  const { text } = page
  const isSaid = wordsIn(page, HOME_WORDS)
  for (const { 0: house, index } of atMost(MOST_CANDIDATES, text.matchAll(HOUSE))) {
    const end = index + house.length
    const label = labelAt(page, index)
    const said = isSaid(index - LONGEST_PLACE, index)
    const person = personAt(scene, index, end)
    if (!said && label === '' && person === undefined) continue
    const start = addressStart(text, index)
    const lead = `${label} ${leadOf(page, start, 16)}`
    const isHome = HOME_WORDS.test(lead)
    const isPersons = person !== undefined && !GROUP_ONLY.test(house) && !ORGAN_WORDS.test(lead)
    if (isHome || isPersons) yield hit(start, end, text.slice(start, end))
  }
  for (const { cell } of cellsUnder(page, HOME_WORDS)) {
    const written = text.slice(cell.start, cell.end)
    if (BELOW_TOWNSHIP.test(written)) yield hit(cell.start, cell.end, written)
  }
}

const BELOW_TOWNSHIP = new RegExp(`(?:${PLACE}).{0,12}${NUMBER}${UNIT}`)

// The names of county, township and village before the house belong to it; the words that lead to it do not.
function addressStart(text: string, from: number): number {
  let start = from
  while (start > 0 && from - start < LONGEST_PLACE && PLACE_LETTER.test(text.charAt(start - 1)))
    start--
  const place = text.slice(start, from)
  const lead = Math.max(...LEADS.map((word) => ending(place, word)))
  return start + Math.max(place.startsWith('住') ? 1 : 0, lead)
}

const PLACE_LETTER = /[\u4E00-\u9FFF\d]/
const LEADS = [
  '住址',
  '地址',
  '位于',
  '家住',
  '现住',
  '住在',
  '住于',
  '居住于',
  '居住在',
  '户籍地',
  '住所',
]

function ending(text: string, word: string): number {
  const index = text.lastIndexOf(word)
  return index < 0 ? -1 : index + word.length
}

function hit(start: number, end: number, written: string): Hit {
  return { start, end, type: 'HOME_ADDRESS', certainty: 'LIKELY', preview: maskAddress(written) }
}
