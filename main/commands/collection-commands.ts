import { Type } from "typebox";
import { readEntries } from "../domain/metadata-patch.ts";
import type { CommandTable } from "./command.ts";
import { metadataInput } from "./metadata-input.ts";
import { uuidOf } from "./uuid-of.ts";

const collection = Type.Integer({ minimum: 1 });
const closed = { additionalProperties: false };
const license = Type.Union([
  Type.String({ minLength: 1, maxLength: 100_000 }),
  Type.Null(),
]);

/** What new items of a collection start from, and what is asked of those who bring them. */
export const collectionCommands = {
  "templates.get": {
    who: "user",
    input: Type.Object({ collection }, closed),
    handler: (context, input, caller) =>
      Object.fromEntries(
        context.editing.itemTemplates.of(
          caller,
          uuidOf(context, input.collection),
        ),
      ),
  },
  "templates.revise": {
    who: "user",
    input: Type.Object(
      { collection, expected: metadataInput, metadata: metadataInput },
      closed,
    ),
    handler: async (context, input, caller) => {
      await context.editing.itemTemplates.revise(
        caller,
        uuidOf(context, input.collection),
        () => ({
          expected: readEntries(input.expected),
          entries: readEntries(input.metadata),
        }),
      );
      return null;
    },
  },
  "licenses.get": {
    who: "user",
    input: Type.Object({ collection }, closed),
    handler: (context, input, caller) => ({
      license: context.editing.licenses.get(
        caller,
        uuidOf(context, input.collection),
      ),
    }),
  },
  "licenses.revise": {
    who: "user",
    input: Type.Object({ collection, expected: license, license }, closed),
    handler: async (context, input, caller) => {
      await context.editing.licenses.revise(
        caller,
        uuidOf(context, input.collection),
        () => ({ expected: input.expected, license: input.license }),
      );
      return null;
    },
  },
} satisfies Partial<CommandTable>;
