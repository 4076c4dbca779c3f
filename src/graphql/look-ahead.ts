import { type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql'

type Names = ReadonlySet<string>

const known = new WeakMap<object, Map<string, Names>>()

/**
 * Names of the fields that an operation asks of the objects which a field answers, or which lie at one of the paths
 * under it (`edges.node`). Fields that a directive may leave out count as asked. The same for every run of a document,
 * so it is found once.
 */
export function fieldsAsked(info: GraphQLResolveInfo, paths: readonly string[] = ['']): Names {
  const [node] = info.fieldNodes
  if (!node) return new Set()
  const answers = known.get(node) ?? new Map<string, Names>()
  known.set(node, answers)
  const key = paths.join()
  const names = answers.get(key) ?? find(info, paths)
  answers.set(key, names)
  return names
}

function find({ fieldNodes, fragments }: GraphQLResolveInfo, paths: readonly string[]): Names {
  const names = new Set<string>()
  const collect = (set: SelectionSetNode | undefined, path: readonly string[]): void => {
    for (const selection of set?.selections ?? []) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        collect(fragments[selection.name.value]?.selectionSet, path)
      } else if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet, path)
      else if (path.length === 0) names.add(selection.name.value)
      else if (selection.name.value === path[0]) collect(selection.selectionSet, path.slice(1))
    }
  }
  for (const path of paths) {
    const steps = path === '' ? [] : path.split('.')
    for (const { selectionSet } of fieldNodes) collect(selectionSet, steps)
  }
  return names
}
