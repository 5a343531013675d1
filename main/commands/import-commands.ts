import { Type } from "typebox";
import { AppError } from "../domain/errors.ts";
import type { CommandTable } from "./command.ts";

const text = Type.String({ minLength: 1, maxLength: 4096 });
const closed = { additionalProperties: false };

export const importCommands = {
  "imports.create": {
    who: "administrator",
    input: Type.Object(
      {
        path: text,
        into: Type.Optional(text),
        community: Type.Optional(text),
        strict: Type.Boolean(),
        newIdentifiers: Type.Boolean(),
        encoding: Type.Optional(text),
        delimiter: Type.Optional(Type.String({ minLength: 1, maxLength: 1 })),
        assetstore: Type.Optional(text),
      },
      closed,
    ),
    handler: async ({ imports, runs, uploads }, input, caller) => {
      const run = runs.get(
        caller,
        await imports.create(input, caller.account?.id ?? null),
      );
      if (uploads.isUpload(input.path)) uploads.use(input.path, run);
      return run;
    },
  },
  "imports.sample": {
    who: "administrator",
    input: Type.Object({}, closed),
    handler: async ({ imports, runs, sample }, _input, caller) => {
      if (sample === null) {
        throw new AppError(
          "file.not-found",
          "The sample collection is not part of this installation.",
        );
      }
      const input = {
        path: sample,
        into: "Holdall sample",
        strict: false,
        newIdentifiers: false,
      };
      return runs.get(
        caller,
        await imports.create(input, caller.account?.id ?? null),
      );
    },
  },
} satisfies Partial<CommandTable>;
