import type { ArgBuilder } from '@pothos/core'
import type { BuilderTypes } from './builder.ts'
import { pageSize } from './limits.ts'

/** Arguments of every connection: it only goes forward. */
export function pageArgs(t: ArgBuilder<BuilderTypes>) {
  return {
    first: t.int({ description: 'How many at most: 1 to 100, 20 when left out.' }),
    after: t.string({
      description: 'Cursor of the object to go on after. From the start when left out.',
    }),
  }
}

/** What was asked of a connection. */
export interface PageArgs {
  readonly first?: number | null
  readonly after?: string | null
}

/** An object of a page. Its cursor is signed when somebody asks for it. */
export class Edge<Node> {
  readonly node: Node
  readonly #cursorOf: (node: Node) => string

  constructor(node: Node, cursorOf: (node: Node) => string) {
    this.node = node
    this.#cursorOf = cursorOf
  }

  get cursor(): string {
    return this.#cursorOf(this.node)
  }
}

/** One page of a connection. */
export interface Page<Node> {
  readonly edges: { readonly cursor: string; readonly node: Node }[]
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string | null
    readonly endCursor: string | null
  }
}

/** Reads one row more than asked for, which tells whether there is a next page. */
export async function readPage<Node>(
  { first, after }: PageArgs,
  read: (size: number) => Promise<readonly Node[]>,
  cursorOf: (node: Node) => string,
): Promise<Page<Node>> {
  const size = pageSize(first)
  const rows = await read(size)
  const edges = rows.slice(0, size).map((node) => new Edge(node, cursorOf))
  return { edges, pageInfo: pageInfoOf(edges, rows.length > size, after) }
}

/** Where a page lies that these edges make up. */
export function pageInfoOf(
  edges: readonly { readonly cursor: string }[],
  hasNextPage: boolean,
  after?: string | null,
): Page<never>['pageInfo'] {
  return {
    hasNextPage,
    hasPreviousPage: after != null,
    get startCursor() {
      return edges[0]?.cursor ?? null
    },
    get endCursor() {
      return edges.at(-1)?.cursor ?? null
    },
  }
}

/** Descriptions of a connection and its edge. */
export function connectionNames(name: string, of: string) {
  return [
    { name: `${name}Connection`, description: `A page of ${of}.` },
    { name: `${name}Edge`, description: `One of ${of} and its place in the list.` },
  ] as const
}
