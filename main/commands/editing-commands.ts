import { Type } from "typebox";
import { AppError } from "../domain/errors.ts";
import { readEntries } from "../domain/metadata-patch.ts";
import type { CommandContext, CommandTable } from "./command.ts";
import { metadataInput } from "./metadata-input.ts";

const id = Type.Integer({ minimum: 1 });
const closed = { additionalProperties: false };
const source = Type.String({ minLength: 1, maxLength: 4096 });
const sources = Type.Array(source, { maxItems: 1000 });

/** @throws AppError object.not-found */
function uuidOf({ editing }: CommandContext, object: number): string {
  const uuid = editing.uuidOf(object);
  if (uuid === null)
    throw new AppError(
      "object.not-found",
      `There is no object ${String(object)}.`,
      { object: String(object) },
    );
  return uuid;
}

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
    input: Type.Object({ item: id, files: sources }, closed),
    handler: async ({ editing }, { item, files }, caller) => {
      await editing.newFiles.add(caller, item, files);
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
  "collections.accepting": {
    who: "user",
    input: Type.Object({}, closed),
    handler: ({ editing }, _input, caller) =>
      editing.containers.accepting(caller),
  },
  "containers.get": {
    who: "user",
    input: Type.Object({ container: Type.Union([id, Type.Null()]) }, closed),
    handler: ({ editing }, { container }, caller) =>
      editing.containers.of(caller, container),
  },
  "containers.create": {
    who: "user",
    input: Type.Object(
      {
        kind: Type.Union([
          Type.Literal("community"),
          Type.Literal("collection"),
        ]),
        parent: Type.Union([id, Type.Null()]),
        metadata: metadataInput,
      },
      closed,
    ),
    handler: async (context, { kind, parent, metadata }, caller) => {
      const { communities, collections } = context.editing;
      const around = parent === null ? null : uuidOf(context, parent);
      const read = () => readEntries(metadata);
      return {
        uuid:
          kind === "community"
            ? await communities.create(caller, around, read)
            : await collections.create(caller, () => around, read),
      };
    },
  },
  "containers.revise": {
    who: "user",
    input: Type.Object(
      { container: id, expected: metadataInput, metadata: metadataInput },
      closed,
    ),
    handler: async (context, { container, expected, metadata }, caller) => {
      const { kind } = context.editing.containers.of(caller, container);
      const { communities, collections } = context.editing;
      await (kind === "community" ? communities : collections).revise(
        caller,
        uuidOf(context, container),
        () => ({
          expected: readEntries(expected),
          entries: readEntries(metadata),
        }),
      );
      return null;
    },
  },
  "containers.remove": {
    who: "user",
    input: Type.Object({ container: id }, closed),
    handler: async (context, { container }, caller) => {
      const { kind } = context.editing.containers.of(caller, container);
      const { communities, collections } = context.editing;
      await (kind === "community" ? communities : collections).remove(
        caller,
        uuidOf(context, container),
      );
      return null;
    },
  },
  "containers.set-logo": {
    who: "administrator",
    input: Type.Object(
      { container: id, file: Type.Union([source, Type.Null()]) },
      closed,
    ),
    handler: async (context, { container, file }, caller) => {
      const { editing } = context;
      const { kind, logo } = editing.containers.of(caller, container);
      const uuid = uuidOf(context, container);
      if (kind === "site") return null;
      if (file !== null)
        await editing.logos[logo === null ? "create" : "replace"](
          caller,
          kind,
          uuid,
          () => editing.newFiles.receiveOne(caller, file),
        );
      else if (logo !== null)
        await editing.bitstreams.remove(caller, uuidOf(context, logo));
      return null;
    },
  },
} satisfies Partial<CommandTable>;
