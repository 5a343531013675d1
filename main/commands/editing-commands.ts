import { Type } from "typebox";
import { AppError } from "../domain/errors.ts";
import { readEntries } from "../domain/metadata-patch.ts";
import type { CommandTable } from "./command.ts";
import { metadataInput } from "./metadata-input.ts";
import { uuidOf } from "./uuid-of.ts";

const id = Type.Integer({ minimum: 1 });
const closed = { additionalProperties: false };
const source = Type.String({ minLength: 1, maxLength: 4096 });
const sources = Type.Array(source, { maxItems: 1000 });

/** Changes of items; who may make them says the core. */
export const editingCommands = {
  "fields.list": {
    who: "user",
    input: Type.Object({}, closed),
    handler: ({ editing }) => editing.fields(),
  },
  "items.revise": {
    who: "user",
    input: Type.Object(
      { item: id, expected: metadataInput, metadata: metadataInput },
      closed,
    ),
    handler: async (context, { item, expected, metadata }, caller) => {
      await context.editing.items.revise(caller, uuidOf(context, item), () => ({
        expected: readEntries(expected),
        entries: readEntries(metadata),
      }));
      return null;
    },
  },
  "items.set-state": {
    who: "user",
    input: Type.Object(
      {
        item: id,
        state: Type.Union([
          Type.Literal("withdrawn"),
          Type.Literal("discoverable"),
        ]),
        value: Type.Boolean(),
      },
      closed,
    ),
    handler: async (context, { item, state, value }, caller) => {
      await context.editing.items.patch(caller, uuidOf(context, item), () => [
        { op: "replace", path: `/${state}`, value },
      ]);
      return null;
    },
  },
  "items.move": {
    who: "user",
    input: Type.Object({ item: id, collection: id }, closed),
    handler: async (context, { item, collection }, caller) => {
      await context.editing.items.move(caller, uuidOf(context, item), () =>
        uuidOf(context, collection),
      );
      return null;
    },
  },
  "items.remove": {
    who: "user",
    input: Type.Object({ item: id }, closed),
    handler: async (context, { item }, caller) => {
      await context.editing.items.remove(caller, uuidOf(context, item));
      return null;
    },
  },
  "items.create": {
    who: "administrator",
    input: Type.Object(
      { collection: id, metadata: metadataInput, files: sources },
      closed,
    ),
    handler: async ({ editing }, { collection, metadata, files }, caller) => ({
      item: await editing.newFiles.createItem(
        caller,
        collection,
        () => readEntries(metadata),
        files,
      ),
    }),
  },
  "items.add-files": {
    who: "administrator",
    input: Type.Object(
      { item: id, files: sources, bundle: Type.Optional(id) },
      closed,
    ),
    handler: ({ editing }, { item, files, bundle }, caller) =>
      editing.newFiles.add(caller, item, files, bundle ?? null),
  },
  "files.take-back": {
    who: "user",
    input: Type.Object(
      {
        files: Type.Array(id, { maxItems: 1000 }),
        bundle: Type.Union([id, Type.Null()]),
      },
      closed,
    ),
    handler: async (context, { files, bundle }, caller) => {
      const { bitstreams, bundles } = context.editing;
      if (files.length > 0)
        await bitstreams.removeMany(caller, () =>
          files.map((file) => uuidOf(context, file)),
        );
      const removed =
        bundle !== null &&
        (await bundles.removeEmpty(caller, uuidOf(context, bundle)));
      if (files.length === 0 && !removed)
        throw new AppError(
          "object.changed",
          "Somebody has put files into this bundle meanwhile.",
          { object: String(bundle), remedy: "Delete it with its files." },
        );
      return null;
    },
  },
  "files.remove": {
    who: "user",
    input: Type.Object({ bitstream: id }, closed),
    handler: async (context, { bitstream }, caller) => {
      await context.editing.bitstreams.remove(
        caller,
        uuidOf(context, bitstream),
      );
      return null;
    },
  },
} satisfies Partial<CommandTable>;
