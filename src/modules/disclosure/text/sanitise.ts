import sanitizeHtml from 'sanitize-html'

/** The only classes in rendered text; a front end gives them their look. */
export const BODY_CLASSES = {
  align: ['align-center', 'align-right', 'align-justify'],
  indent: ['indent-1', 'indent-2', 'indent-3', 'indent-4'],
} as const

const OPTIONS: sanitizeHtml.IOptions = {
  allowedTags: (
    'p h1 h2 h3 h4 ul ol li blockquote hr br img table tbody tr td th ' +
    'a span strong em u sup sub'
  ).split(' '),
  allowedAttributes: {
    a: ['href', 'rel'],
    span: ['lang'],
    ol: ['start'],
    td: ['colspan', 'rowspan'],
    th: ['colspan', 'rowspan', 'scope'],
    img: ['src', 'alt'],
  },
  allowedClasses: { p: [...BODY_CLASSES.align, ...BODY_CLASSES.indent] },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesByTag: { img: ['http', 'https'] },
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
}

/** Rendered text once more through an allow-list of its own, in case rendering is ever wrong. */
export function sanitise(html: string): string {
  return sanitizeHtml(html, OPTIONS)
}
