import type { ObjectKind } from "../domain/catalog.ts";
import { AppError } from "../domain/errors.ts";
import type { Access, Caller } from "./access.ts";
import type { Exports } from "./exports.ts";
import type { Imports } from "./imports.ts";
import { readArguments } from "./process-arguments.ts";
import { scripts, type ScriptName } from "./scripts.ts";
import type { OpenUpload } from "./uploads.ts";

/** A file of a form, taken in. */
export interface TakenUpload {
  readonly name: string;
  readonly upload: OpenUpload;
}

/** What this file needs of the catalog. */
export interface ScriptPorts {
  find(
    reference: string,
  ): { readonly id: number; readonly kind: ObjectKind } | null;
}

export type ScriptRuns = ReturnType<typeof createScriptRuns>;

/** Makes runs of what the scripts of DSpace are started with (dspace.md section 18). */
export function createScriptRuns(
  ports: ScriptPorts,
  exports: Exports,
  imports: Imports,
  access: Access,
) {
  return {
    /**
     * @returns id of the run
     * @throws AppError input.invalid, access.unauthenticated, access.denied
     */
    async export(caller: Caller, sent: unknown): Promise<number> {
      const given = readArguments(sent, parametersOfScript("export"));
      const kind = exportedKinds[(given.get("-t") ?? "").toUpperCase()];
      if (kind === undefined)
        throw new AppError("input.invalid", "-t is COLLECTION or ITEM.");
      const reference = given.get("-i") ?? "";
      const found = /^[0-9]+$/.test(reference) ? null : ports.find(reference);
      if (found?.kind !== kind)
        throw new AppError("input.invalid", `-i is no ${kind}.`, {
          object: reference.slice(0, 200),
        });
      access.requireAdministers(caller, found.id);
      const first = given.get("-n");
      if (first !== undefined && !/^[1-9][0-9]{0,7}$/.test(first))
        throw new AppError("input.invalid", "-n is a number from 1 on.");
      return await exports.create(
        {
          target: String(found.id),
          owned: exports.ownedOnly(caller, found),
          options: {
            format: "saf",
            packer: "zip",
            migrate: given.has("-m"),
            bitstreams: !given.has("-x"),
            withdrawn: false,
            verify: true,
            ...(first === undefined ? {} : { firstNumber: Number(first) }),
          },
        },
        caller.account?.id ?? null,
        "dspace",
      );
    },

    /**
     * @param taken the file that has come; null when none has
     * @returns id of the run, and by what the file is known
     * @throws AppError input.invalid, source.unknown, access.unauthenticated, access.denied
     */
    async import(
      caller: Caller,
      sent: unknown,
      taken: TakenUpload | null,
    ): Promise<{ readonly id: number; readonly path: string }> {
      access.requireAdministrator(caller);
      const given = readArguments(sent, parametersOfScript("import"));
      if (taken === null)
        throw new AppError("input.invalid", "There is no part `file`.");
      if (given.get("-z") !== taken.name)
        throw new AppError(
          "input.invalid",
          "-z is not the name of the file that was sent.",
        );
      const collection = given.get("-c");
      if (
        collection !== undefined &&
        ports.find(collection)?.kind !== "collection"
      )
        throw new AppError("input.invalid", "-c is no collection.", {
          object: collection.slice(0, 200),
        });
      const { id: upload } = await taken.upload.finish();
      const path = `upload:${upload}`;
      const id = await imports.create(
        {
          path,
          ...(collection === undefined ? {} : { into: collection }),
          strict: false,
          newIdentifiers: false,
        },
        caller.account?.id ?? null,
        "dspace",
      );
      return { id, path };
    },
  };
}

const exportedKinds: Readonly<Record<string, "collection" | "item">> = {
  COLLECTION: "collection",
  ITEM: "item",
};

function parametersOfScript(name: ScriptName) {
  return scripts.find((script) => script.name === name)?.parameters ?? [];
}
