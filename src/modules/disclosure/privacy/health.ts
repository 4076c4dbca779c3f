import { maskName } from './mask.ts'
import { nameCell, personAt } from './person.ts'
import { atMost, cellsUnder, type Hit, rowAt, type Scene, sentenceBounds } from './scene.ts'

const ILLNESS = new RegExp(
  [
    '尿毒症|白血病|血友病|[肺肝胃肠腺宫巢食喉咽脑骨胰胆肾胱皮管舌]癌|癌症|恶性肿瘤|肿瘤|淋巴瘤|脑瘤|糖尿病|高血压|冠心病',
    '心脏病|心梗|心肌梗|脑梗|脑出血|脑溢血|中风|偏瘫|截瘫|瘫痪|脑瘫|癫痫|肝硬化|肾衰|肾病|透析|艾滋病|HIV|梅毒|乙肝|丙肝',
    '结核|尘肺|精神分裂|抑郁症|双相障碍|精神病|精神障碍|智力障碍|自闭症|孤独症|唐氏综合征|阿尔茨海默|老年痴呆|帕金森',
    '红斑狼疮|类风湿|脊柱炎|股骨头坏死|骨折|白内障|青光眼|失明|聋哑|听障|视障|再生障碍性贫血|地中海贫血|苯丙酮尿症',
    '肌无力|渐冻|植物人|截肢|(?:视力|听力|言语|肢体|智力|精神|多重)残疾|[一二三四]级残疾|残疾[一二三四]级|重症肺炎|甲亢',
  ].join('|'),
  'g',
)
const ABOUT_A_PERSON = /患|病情|住院|确诊|诊断|因病|残疾|手术|治疗|病故|去世|阳性|\(|,|:|系|为/
const COLUMN =
  /病[种名情因]|疾病|诊断|患病|残疾(类|等|种|程|情)|致贫原因|健康状况|救助原因|困难原因|身体状况/
const NO_ILLNESS =
  /^(无|否|健康|良好|正常|一般|其他|不详|[/—*-]+|因学|因灾|因婚|单亲|失业|务工|就学|缺.{1,4})$/
const MOST_CANDIDATES = 20_000

/** Illness and disability of someone who is named: in the same row, or in the same sentence. */
export function* health(scene: Scene): Generator<Hit> {
  const { page } = scene
  const { text } = page
  for (const { 0: word, index: start } of atMost(MOST_CANDIDATES, text.matchAll(ILLNESS))) {
    const end = start + word.length
    const name = personAt(scene, start, end)
    if (name === undefined) continue
    const [from, to] = sentenceBounds(page, start, end)
    if (rowAt(page, start) || ABOUT_A_PERSON.test(text.slice(from, to))) yield hit(start, end, name)
  }
  for (const { cell, row } of cellsUnder(page, COLUMN)) {
    const name = nameCell(text, row)
    if (!name || NO_ILLNESS.test(text.slice(cell.start, cell.end))) continue
    yield hit(cell.start, cell.end, text.slice(name.start, name.end))
  }
}

function hit(start: number, end: number, name: string): Hit {
  return { start, end, type: 'HEALTH', certainty: 'LIKELY', preview: `${maskName(name)}的病残情况` }
}
