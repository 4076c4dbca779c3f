import type { Operations } from './operations.js'

/** The parts of the API of WeChat that the client uses. */
export interface WechatApi {
  request(options: {
    url: string
    method: 'GET' | 'POST' | 'DELETE'
    header: Record<string, string>
    data: string | undefined
    dataType: 'json'
    success: (answer: { statusCode: number; data: unknown; header: Record<string, string> }) => void
    fail: (error: { errMsg: string }) => void
  }): void
  login(options: { success: (answer: { code: string }) => void; fail: () => void }): void
  requestSubscribeMessage(options: {
    tmplIds: readonly string[]
    success: (answers: Record<string, string>) => void
    fail: (error: { errMsg: string }) => void
  }): void
  getStorageSync(key: string): unknown
  setStorageSync(key: string, value: unknown): void
  removeStorageSync(key: string): void
}

/** What went wrong: a message in Chinese to be shown, and a code that stays the same. */
export declare class GongkaiError extends Error {
  readonly code: string
  /** Of HTTP; 0 when nobody was reached. */
  readonly status: number
  /** Seconds to wait; null when nothing was said of it. */
  readonly retryAfter: number | null
}

type Variables<Name extends keyof Operations> = Operations[Name]['variables']
type Data<Name extends keyof Operations> = Operations[Name]['data']

/** A page of a list as operations answer it. */
interface Page<Node> {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  readonly nodes?: readonly Node[]
  readonly edges?: readonly { readonly node: Node }[]
}

export interface Pages<Node> {
  hasNext(): boolean
  next(): Promise<readonly Node[]>
}

/** What somebody wants to be told of; all that is set together. */
export interface Wanted {
  readonly areaCode?: string
  readonly itemCode?: string
  readonly organizationCode?: string
  readonly kind?: string
  readonly words?: readonly string[]
  readonly digest?: 'NOW' | 'DAILY' | 'WEEKLY'
  /** The words under which they agreed. */
  readonly consentText: string
}

export interface Me {
  /** Masked; null when none is bound. */
  readonly phone: string | null
  readonly subscriptions: readonly (Omit<Wanted, 'consentText'> & { readonly id: string })[]
  readonly templates: readonly {
    readonly id: string
    /** Empty: all kinds that have no template of their own. */
    readonly kinds: readonly string[]
    readonly longTerm: boolean
    /** Messages that they have agreed to and not had. */
    readonly left: number
  }[]
}

/** A node for the `rich-text` component. */
export type RichTextNode =
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly name: string
      readonly attrs?: Readonly<Record<string, string>>
      readonly children?: readonly RichTextNode[]
    }

export interface Client {
  query<Name extends keyof Operations>(name: Name, variables?: Variables<Name>): Promise<Data<Name>>
  pages<Name extends keyof Operations, Node>(
    name: Name,
    variables: Omit<Variables<Name>, 'after'>,
    connectionOf: (data: Data<Name>) => Page<Node>,
  ): Pages<Node>
  signIn(): Promise<{ readonly token: string; readonly expiresAt: string }>
  askConsent(tmplIds: readonly string[]): Promise<Readonly<Record<string, string>>>
  me(): Promise<Me>
  subscribe(wanted: Wanted): Promise<{ readonly id: string }>
  unsubscribe(id: string): Promise<object>
  bindPhone(code: string): Promise<object>
  signOut(): Promise<null>
  forgetMe(): Promise<null>
  fileUrl(path: string): string
  nodes(nodes: unknown): readonly RichTextNode[]
}

export declare function createClient(options: {
  readonly url: string
  readonly wx: WechatApi
}): Client
