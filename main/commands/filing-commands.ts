import { Type } from "typebox";
import type { FieldEntry } from "../domain/metadata-map.ts";
import type { CommandTable } from "./command.ts";
import { uuidOf } from "./uuid-of.ts";

const id = Type.Integer({ minimum: 1 });
const closed = { additionalProperties: false };
const text = Type.Union([
  Type.String({ minLength: 1, maxLength: 10_000 }),
  Type.Null(),
]);
const facts = Type.Object(
  {
    name: text,
    description: text,
    format: Type.String({ maxLength: 1000 }),
  },
  closed,
);
const allFormats = { skip: 0, limit: 10_000, descending: false };

/** How the files of items are called, ordered, and kept in bundles; who may change that says the core. */
export const filingCommands = {
  "formats.list": {
    who: "user",
    input: Type.Object({}, closed),
    handler: ({ editing }) =>
      editing.registries
        .formats(allFormats)
        .records.map(({ name, mimeType }) => ({ name, mimeType })),
  },
  "files.revise": {
    who: "user",
    input: Type.Object({ bitstream: id, expected: facts, file: facts }, closed),
    handler: async (context, { bitstream, expected, file }, caller) => {
      await context.editing.fileChanges.revise(
        caller,
        uuidOf(context, bitstream),
        () => ({ expected, file }),
      );
      return null;
    },
  },
  "files.place": {
    who: "user",
    input: Type.Object(
      {
        bitstream: id,
        bundle: id,
        place: Type.Union([
          Type.Integer({ minimum: 0, maximum: 1_000_000 }),
          Type.Null(),
        ]),
      },
      closed,
    ),
    handler: async (context, { bitstream, bundle, place }, caller) => {
      await context.editing.fileChanges.place(
        caller,
        uuidOf(context, bitstream),
        () => ({ bundle: uuidOf(context, bundle), place }),
      );
      return null;
    },
  },
  "files.replace": {
    who: "administrator",
    input: Type.Object(
      {
        bitstream: id,
        file: Type.String({ minLength: 1, maxLength: 4096 }),
        rename: Type.Boolean(),
      },
      closed,
    ),
    handler: async (context, { bitstream, file, rename }, caller) => {
      const { fileChanges, newFiles } = context.editing;
      const replacement = await fileChanges.replace(
        caller,
        uuidOf(context, bitstream),
        () => newFiles.receiveOne(caller, file),
        rename,
      );
      return { replacement };
    },
  },
  "files.put-back": {
    who: "administrator",
    input: Type.Object(
      { replacement: Type.String({ minLength: 1, maxLength: 100 }) },
      closed,
    ),
    handler: async ({ editing }, { replacement }, caller) => {
      await editing.fileChanges.putBack(caller, replacement);
      return null;
    },
  },
  "bundles.create": {
    who: "user",
    input: Type.Object(
      {
        item: id,
        name: Type.String({ minLength: 1, maxLength: 200, pattern: "\\S" }),
      },
      closed,
    ),
    handler: async (context, { item, name }, caller) => {
      const value: FieldEntry = {
        value: name.trim(),
        language: null,
        authority: null,
        confidence: -1,
      };
      const uuid = await context.editing.bundles.create(
        caller,
        uuidOf(context, item),
        () => new Map([["dc.title", [value]]]),
      );
      return { bundle: context.editing.idOf(uuid) };
    },
  },
  "bundles.remove": {
    who: "user",
    input: Type.Object({ bundle: id }, closed),
    handler: async (context, { bundle }, caller) => {
      await context.editing.bundles.remove(caller, uuidOf(context, bundle));
      return null;
    },
  },
  "bundles.set-primary": {
    who: "user",
    input: Type.Object(
      { bundle: id, bitstream: Type.Union([id, Type.Null()]) },
      closed,
    ),
    handler: async (context, { bundle, bitstream }, caller) => {
      const { bundles } = context.editing;
      const uuid = uuidOf(context, bundle);
      if (bitstream === null) await bundles.clearPrimary(caller, uuid);
      else
        await bundles.setPrimary(caller, uuid, "any", () =>
          uuidOf(context, bitstream),
        );
      return null;
    },
  },
} satisfies Partial<CommandTable>;
