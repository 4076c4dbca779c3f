import { choice, line, list, text } from '../kind/field.ts'
import { docNumber, phone, record, webAddress } from '../kind/field-identity.ts'
import { table } from '../kind/field-structure.ts'
import { defineKind } from '../kind/kind.ts'
import { needed } from '../kind/rules.ts'

const has = (form: string) => (content: { readonly [field: string]: unknown }) =>
  ((content['forms'] ?? []) as readonly string[]).includes(form)

export const kind = defineKind({
  name: 'PolicyInterpretation',
  title: '政策解读',
  description: 'Explains a policy document in facts and plain words.',
  body: 'optional',
  fields: {
    policyTitle: line({
      title: '所解读的文件',
      description: 'Title of the policy document.',
      max: 200,
      required: true,
      searched: true,
    }),
    interprets: record({
      title: '所解读文件的索引号',
      description: 'Index number of the document. Null when it is not published here.',
      refersTo: ['PolicyDocument'],
    }),
    policyNumber: docNumber({
      title: '所解读文件的文号',
      description: 'Document number of the policy document. Null when it has none.',
      searched: true,
    }),
    forms: list({
      title: '解读形式',
      description: 'Forms in which it is explained.',
      of: choice({
        name: 'InterpretationForm',
        title: '形式',
        description: 'Form of an interpretation.',
        values: {
          TEXT: { title: '文字', description: 'Text.' },
          CHART: { title: '图解', description: 'Chart or picture.' },
          ANIMATION: { title: '动漫、网页', description: 'Animation or interactive page.' },
          AUDIO: { title: '音频', description: 'Audio.' },
          VIDEO: { title: '视频', description: 'Video.' },
          QUESTIONS: { title: '问答', description: 'Questions and answers.' },
        },
      }),
      max: 6,
      required: true,
    }),
    background: text({
      title: '制定背景和依据',
      description: 'Why the policy was made and what it rests on.',
      max: 5000,
      required: true,
      searched: true,
    }),
    aims: text({
      title: '目的和任务',
      description: 'What the policy wants to reach. Null when the key points tell it.',
      max: 5000,
      searched: true,
    }),
    keyPoints: text({
      title: '要点',
      description: 'What changes for whom, in plain words; not a copy of the document.',
      max: 10_000,
      required: true,
      searched: true,
    }),
    differences: text({
      title: '地区、领域差异说明',
      description: 'Why it differs between places or groups. Null when it does not.',
      max: 3000,
    }),
    questions: table({
      title: '问答',
      description: 'Questions that people ask, with answers.',
      row: 'PolicyQuestion',
      columns: {
        question: line({
          title: '问',
          description: 'The question.',
          max: 200,
          required: true,
          searched: true,
        }),
        answer: text({
          title: '答',
          description: 'The answer.',
          max: 2000,
          required: true,
          searched: true,
        }),
      },
    }),
    mediaUrl: webAddress({
      title: '音视频网址',
      description: 'Where the audio or video is. Null when it is attached, or there is none.',
    }),
    transcript: text({
      title: '音视频文字稿',
      description: 'Words of the audio or video, for who cannot hear it. Null when there is none.',
      max: 10_000,
    }),
    interpreter: line({
      title: '解读机关',
      description: 'Who explains. Null when it is the publishing organization.',
      max: 100,
    }),
    contact: phone({
      title: '咨询电话',
      description: 'Telephone for questions about the policy. Null when there is none.',
    }),
  },
  rules: [
    needed({
      name: 'questions and answers are there when they are the form',
      when: has('QUESTIONS'),
      fields: { questions: '解读形式含问答，请填写问答' },
    }),
    needed({
      name: 'a video has its words written down',
      basis: '无障碍环境建设法32',
      when: has('VIDEO'),
      fields: { transcript: '视频解读须附文字稿，方便听力障碍者' },
    }),
    needed({
      name: 'audio has its words written down',
      basis: '无障碍环境建设法32',
      when: has('AUDIO'),
      fields: { transcript: '音频解读须附文字稿，方便听力障碍者' },
    }),
  ],
})
