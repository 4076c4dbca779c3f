import {
  type ASTVisitor,
  GraphQLError,
  Kind,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql'
import { QUERY_LIMITS } from './limits.ts'

/** How much deeper introspection may nest: the usual tools unwrap nine levels of lists and non-nulls. */
const INTROSPECTION_ALLOWANCE = 8

/**
 * Refuses a deep document before it runs. The complexity limits of the schema start with the first resolver, so they
 * know nothing of introspection and answer only after validation.
 */
export function maxDepthRule(context: ValidationContext): ASTVisitor {
  const fragmentDepths = new Map<string, number>()

  const depthOf = (set: SelectionSetNode | undefined): number =>
    Math.max(0, ...(set?.selections ?? []).map(depthOfSelection))

  const depthOfSelection = (selection: SelectionSetNode['selections'][number]): number => {
    if (selection.kind === Kind.INLINE_FRAGMENT) return depthOf(selection.selectionSet)
    if (selection.kind === Kind.FRAGMENT_SPREAD) return depthOfFragment(selection.name.value)
    const depth = 1 + depthOf(selection.selectionSet)
    return selection.name.value.startsWith('__') ? depth - INTROSPECTION_ALLOWANCE : depth
  }

  const depthOfFragment = (name: string): number => {
    const known = fragmentDepths.get(name)
    if (known !== undefined) return known
    // Cycles are another rule's business; here they only must end.
    fragmentDepths.set(name, 0)
    const depth = depthOf(context.getFragment(name)?.selectionSet)
    fragmentDepths.set(name, depth)
    return depth
  }

  return {
    OperationDefinition(operation) {
      if (depthOf(operation.selectionSet) <= QUERY_LIMITS.depth) return
      const message = `查询嵌套超过允许的 ${QUERY_LIMITS.depth} 层`
      const extensions = { code: 'QUERY_TOO_COMPLEX' }
      context.reportError(new GraphQLError(message, { nodes: operation, extensions }))
    },
  }
}
