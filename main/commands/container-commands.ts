import { Type } from "typebox";
import { readEntries } from "../domain/metadata-patch.ts";
import type { CommandTable } from "./command.ts";
import { metadataInput } from "./metadata-input.ts";
import { uuidOf } from "./uuid-of.ts";

const id = Type.Integer({ minimum: 1 });
const closed = { additionalProperties: false };
const source = Type.String({ minLength: 1, maxLength: 4096 });

/** Changes of communities and collections; who may make them says the core. */
export const containerCommands = {
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
