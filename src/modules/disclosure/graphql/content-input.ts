import { builder } from '../../../graphql/builder.ts'
import type { ContentInput as Given } from '../kind/content.ts'
import { allFields, type Kind } from '../kind/kind.ts'
import { inputKey, kinds } from '../kind/registry.ts'
import { inputFields } from './field-types.ts'

/** Exactly one of its fields is set: the kind of the record. */
export const ContentInput = builder.inputType('ContentInput', {
  description: 'Content of an edition: exactly one kind with its fields.',
  isOneOf: true,
  fields: (t) =>
    Object.fromEntries(
      [...kinds.values()].map((kind) => [
        inputKey(kind),
        t.field({ type: inputOf(kind), description: `${kind.title}: ${kind.description}` }),
      ]),
    ),
})

/** The kind that was chosen, and what was given for it. */
export function contentOf(input: object): { readonly kind: string; readonly content: Given } {
  const [key, content] = Object.entries(input as Record<string, Given>)[0] ?? ['', {}]
  const kind = [...kinds.values()].find((one) => inputKey(one) === key)
  return { kind: kind?.name ?? key, content }
}

const inputs = new Map<string, ReturnType<typeof newInput>>()

/** The input type of a kind, made once. */
export function inputOf(kind: Kind) {
  const made = inputs.get(kind.name) ?? newInput(kind)
  inputs.set(kind.name, made)
  return made
}

function newInput(kind: Kind) {
  return builder.inputType(`${kind.name}Input`, {
    description: `Content of a ${kind.name} (${kind.title}). A draft may lack anything; what is missing is told at submission.`,
    fields: (t) => ({
      ...inputFields(t, allFields(kind)),
      body: t.field({
        type: 'JSON',
        description: '正文: ProseMirror JSON of the document schema. Excludes bodyMarkdown.',
      }),
      mongolianBody: t.field({
        type: 'JSON',
        description:
          '蒙古文正文 (`mn-Mong`): ProseMirror JSON of the document schema. Excludes mongolianBodyMarkdown.',
      }),
      mongolianBodyMarkdown: t.string({
        description:
          '蒙古文正文 (`mn-Mong`): Markdown; stored as ProseMirror JSON. Excludes mongolianBody.',
      }),
      attachments: t.idList({
        description:
          '附件 in their order, at most 20: ids answered by `POST /uploads` for the same organization. Pictures of the body are among them.',
      }),
      bodyMarkdown: t.string({
        description:
          '正文: Markdown, for scripts and imports; stored as ProseMirror JSON. Excludes body.',
      }),
    }),
  })
}
