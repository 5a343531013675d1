/** Makes a value when it is asked for the first time, and keeps it. */
export function onDemand<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => (made ??= { value: make() }).value;
}
