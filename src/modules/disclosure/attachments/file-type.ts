/** How a type of file is read and shown. */
interface FileType {
  readonly mediaType: string
  /** What people call it. */
  readonly title: string
  /** As the signature of its content is known; null where it has none, or where the archive is looked into. */
  readonly signature: string | null
}

/** Types that are taken, by the extension of the name. No type that can run anything. */
export const FILE_TYPES = {
  pdf: { mediaType: 'application/pdf', title: 'PDF 文档', signature: 'pdf' },
  docx: {
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    title: 'Word 文档',
    signature: null,
  },
  xlsx: {
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    title: 'Excel 工作簿',
    signature: null,
  },
  csv: { mediaType: 'text/csv', title: 'CSV 表格', signature: null },
  txt: { mediaType: 'text/plain', title: '纯文本', signature: null },
  png: { mediaType: 'image/png', title: 'PNG 图片', signature: 'png' },
  jpg: { mediaType: 'image/jpeg', title: 'JPEG 图片', signature: 'jpg' },
  jpeg: { mediaType: 'image/jpeg', title: 'JPEG 图片', signature: 'jpg' },
  webp: { mediaType: 'image/webp', title: 'WebP 图片', signature: 'webp' },
  mp4: { mediaType: 'video/mp4', title: 'MP4 视频', signature: 'mp4' },
  mp3: { mediaType: 'audio/mpeg', title: 'MP3 音频', signature: 'mp3' },
} as const satisfies Readonly<Record<string, FileType>>

export type Extension = keyof typeof FILE_TYPES

export const PICTURES = ['png', 'jpg', 'jpeg', 'webp'] as const satisfies readonly Extension[]
export type Picture = (typeof PICTURES)[number]

/** Whether a file of this media type can be shown as a picture in a text. */
export function isPicture(mediaType: string): boolean {
  return PICTURES.some((extension) => FILE_TYPES[extension].mediaType === mediaType)
}
