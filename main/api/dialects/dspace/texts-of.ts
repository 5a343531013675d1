/** What a query says of one parameter: nothing, one text, or several where it is given more than once. */
export function textsOf(value: unknown): readonly string[] {
  return [value].flat().filter((one): one is string => typeof one === "string");
}
