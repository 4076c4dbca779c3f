import type { SmsTemplate } from '../../modules/channel/sms-ports.ts'

/** A provider that sends nothing but templates that it has approved. */
export interface TemplateOptions {
  /** Base address. */
  readonly endpoint: string
  readonly key: { readonly id: string; readonly secret: string }
  /** The approved signature, without 【】. */
  readonly signature: string
  /** Codes of the approved templates: one with `line` and `link`, one with `text`. */
  readonly templates: { readonly RECORD: string; readonly ANSWER: string }
}

/** The approved template and its variables, in their order. */
export function parametersOf(
  { templates }: TemplateOptions,
  { name, ...parameters }: SmsTemplate,
): { readonly code: string; readonly parameters: Readonly<Record<string, string>> } {
  return { code: templates[name], parameters }
}
