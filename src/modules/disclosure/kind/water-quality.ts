import type { Vocabulary } from './field.ts'

/** Classes of surface water. */
export const WATER_CLASS = {
  name: 'WaterClass',
  description: 'Class of water quality, from the best to the worst.',
  standard: 'GB 3838—2002',
  values: {
    I: { title: 'Ⅰ类', description: 'Sources and nature reserves.' },
    II: { title: 'Ⅱ类', description: 'Drinking water, first protection zone.' },
    III: { title: 'Ⅲ类', description: 'Drinking water, second protection zone; fishery, bathing.' },
    IV: { title: 'Ⅳ类', description: 'Industry, and recreation without contact.' },
    V: { title: 'Ⅴ类', description: 'Farming and landscape.' },
    INFERIOR_V: { title: '劣Ⅴ类', description: 'Worse than any use allows.' },
  },
} as const satisfies Vocabulary

type WaterClass = keyof typeof WATER_CLASS.values

const FROM_BEST_TO_WORST = Object.keys(WATER_CLASS.values)

/** Whether water of a class is at least as good as its target. */
export function meetsTarget(measured: WaterClass, target: WaterClass): boolean {
  return FROM_BEST_TO_WORST.indexOf(measured) <= FROM_BEST_TO_WORST.indexOf(target)
}
