/** What must be there by a foreign key; its absence is a defect, not an answer. */
export function known<Value>(value: Value | null, what: string): Value {
  if (value === null) throw new Error(`${what} is referred to but unknown`)
  return value
}
