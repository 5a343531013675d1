import { Type } from "typebox";
import type { Caller } from "../core/access.ts";
import type { Selected } from "../core/exports.ts";
import { selectedBy } from "../core/looked-up.ts";
import { AppError } from "../domain/errors.ts";
import { lookedUpSchema, type LookedUp } from "../domain/lookup.ts";
import type { CommandContext } from "./command.ts";

const text = Type.String({ minLength: 1, maxLength: 4096 });

/** What of an input says what is exported. */
export const selectionProperties = {
  target: Type.Optional(text),
  items: Type.Optional(Type.Array(text, { minItems: 1 })),
  query: Type.Optional(text),
  found: Type.Optional(lookedUpSchema),
  basket: Type.Optional(Type.Literal(true)),
};

interface Said {
  readonly found?: LookedUp;
  readonly basket?: true;
}

/**
 * Puts what the caller has looked up, or put into the basket, in the place of those words.
 * @throws AppError selection.empty, object.not-found, input.invalid
 */
export function withSelection<Input extends Said>(
  { baskets, items }: Pick<CommandContext, "baskets" | "items">,
  caller: Caller,
  input: Input,
): Omit<Input, "found" | "basket"> & { readonly selected?: Selected } {
  const { found, basket, ...rest } = input;
  if (found !== undefined && basket !== undefined)
    throw new AppError(
      "input.invalid",
      "An export is of what was found or of the basket, only one of them.",
    );
  if (basket !== undefined)
    return { ...rest, selected: baskets.selected(caller) };
  return found === undefined
    ? rest
    : { ...rest, selected: selectedBy(items, caller, found) };
}
