import type { PublicPool } from '../../../platform/db/pool.ts'
import type { Area } from '../model.ts'

// Points, cadences and duties are aggregated apart from each other: a join of all three would multiply them.
const ITEMS = `
  SELECT i.area_code, jsonb_agg(jsonb_build_object(
      'code', i.code, 'areaCode', i.area_code, 'title', i.title, 'titleInferred', i.title_inferred,
      'text', i.text, 'audience', i.audience, 'audienceNote', i.audience_note, 'townships', i.townships,
      'personalData', i.personal_data, 'personalDataKinds', i.personal_data_kinds,
      'hotlineRequired', i.hotline_required, 'kinds', i.kinds, 'areaOnlyKinds', i.area_only_kinds,
      'areaOnlyReason', i.area_only_reason, 'mandatedPlatforms', i.mandated_platforms,
      'note', i.note,
      'points', ARRAY(
        SELECT jsonb_build_object('no', p.no, 'title', p.title, 'quote', p.quote)
          FROM item_point p WHERE p.item_code = i.code ORDER BY p.no),
      'cadences', ARRAY(
        SELECT jsonb_build_object(
            'rule', c.rule, 'phrase', c.phrase, 'appliesTo', c.applies_to, 'horizonDays', c.horizon_days,
            'month', c.month, 'day', c.day, 'period', c.period)
          FROM item_cadence c WHERE c.item_code = i.code ORDER BY c.no),
      'duties', ARRAY(
        SELECT jsonb_build_object('organizationCode', d.organization_code, 'basis', d.basis)
          FROM duty d WHERE d.item_code = i.code ORDER BY d.position)
    ) ORDER BY i.position, i.code) AS items
    FROM item i GROUP BY i.area_code`

/** The whole taxonomy in the order of the plan, in one statement. */
export async function publicAreas(pool: PublicPool): Promise<Area[]> {
  const { rows } = await pool.query<Area>({
    name: 'public-areas',
    text: `
      SELECT a.code, a.slug, a.title, a.principle, coalesce(i.items, '[]') items
        FROM area a LEFT JOIN (${ITEMS}) i ON i.area_code = a.code
       ORDER BY a.position, a.code`,
  })
  return rows
}
