import { builder } from '../../../graphql/builder.ts'
import { known } from '../../../platform/known.ts'
import { OrganizationType } from '../../organization/graphql.ts'
import { DisclosureInterface } from '../../publication/graphql/disclosure.ts'
import { AreaType } from '../../taxonomy/graphql.ts'
import { type DisclosureGuide, type GuideClass, guideOf } from '../catalogue/guide.ts'
import type { GuideSeed } from '../model.ts'
import { generatedOn } from '../open-data/columns.ts'
import { standingFigures } from '../read-columns.ts'
import { SiteType } from './site.ts'

const GuideClassType = builder.objectRef<GuideClass>('GuideClass').implement({
  description: 'One class of what is published. Public.',
  fields: (t) => ({
    area: t.field({
      type: AreaType,
      description: 'The area of the plan, with its items.',
      resolve: ({ code }, _args, { county }) => known(county.area(code), code),
    }),
    recordCount: t.exposeInt('count', { description: 'How many records of it are public now.' }),
  }),
})

const GuideWayType = builder.objectRef<GuideSeed['ways'][number]>('GuideWay').implement({
  description: 'One way to obtain what is published. Public.',
  fields: (t) => ({
    title: t.exposeString('title', { description: 'What it is: 政府网站, 查阅点.' }),
    text: t.exposeString('text', { description: 'How, where and when.' }),
  }),
})

const GuideOfficeType = builder.objectRef<GuideSeed['office']>('GuideOffice').implement({
  description: '政府信息公开工作机构, as 条例第12条 wants it named. Public.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name.' }),
    address: t.exposeString('address', { description: 'Address.' }),
    hours: t.exposeString('hours', { description: 'Office hours.' }),
    phone: t.exposeString('phone', { description: 'Telephone.' }),
    fax: t.exposeString('fax', { description: 'Fax.' }),
    email: t.exposeString('email', { description: 'How to reach it over the internet.' }),
  }),
})

const GuideType = builder.objectRef<DisclosureGuide>('DisclosureGuide').implement({
  description:
    '政府信息公开指南 (条例第12条), made anew whenever it is read: also at `/guide` as a page. Public.',
  fields: (t) => ({
    classes: t.field({
      type: [GuideClassType],
      description: 'How it is classified.',
      resolve: ({ classes }) => [...classes],
    }),
    arrangement: t.exposeString('arrangement', { description: '编排体系: how it is arranged.' }),
    ways: t.field({
      type: [GuideWayType],
      description: 'How it is obtained.',
      resolve: ({ ways }) => [...ways],
    }),
    office: t.field({
      type: GuideOfficeType,
      description: 'Who is in charge.',
      resolve: ({ office }) => office,
    }),
    organizations: t.field({
      type: [OrganizationType],
      description: 'The organizations that publish today.',
      resolve: ({ organizations }, _args, { county }) =>
        organizations.map((code) => known(county.organization(code), code)),
    }),
  }),
})

builder.objectField(SiteType, 'guide', (t) =>
  t.field({
    type: GuideType,
    description:
      '政府信息公开指南. The catalogue (目录) to it is `disclosures`, and `/catalogue` as files.',
    resolve: async (site, _args, { county, publicPool }) =>
      guideOf(site, county, await standingFigures(publicPool)),
  }),
)

builder.interfaceField(DisclosureInterface, 'generatedOn', (t) =>
  t.field({
    type: 'Date',
    description:
      '生成日期 as the catalogue has it (条例第12条): that of the document or, where it has none, of its first publication.',
    resolve: generatedOn,
  }),
)
