import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { AppError } from "../../../../main/domain/errors.ts";
import { safSource } from "../../../../main/sources/saf/index.ts";
import { readSource } from "../../../support/read-source.ts";

const folder = resolve(
  import.meta.dirname,
  "../../../../../shared/data/zip-torture",
);
const archives = (kind: string) =>
  existsSync(folder) ? readdirSync(join(folder, kind)) : [];

describe.skipIf(!existsSync(folder))(
  "damaged and unusual ZIPs (skipped where ../shared/data/zip-torture is absent)",
  () => {
    // None of them is a SAF package: the sound ones must be refused for that reason alone.
    it.each(archives("failure"))("refuses %s", async (name) => {
      const path = join(folder, "failure", name);
      expect(await safSource.recognises(path)).toBe(false);
      const error = await readSource(safSource, path).catch(
        (caught: unknown) => caught,
      );
      expect(error).toBeInstanceOf(AppError);
      expect((error as AppError).code).toMatch(/^archive\./u);
    });

    it.each(archives("success"))("finds no items in %s", async (name) => {
      const path = join(folder, "success", name);
      expect(await safSource.recognises(path)).toBe(false);
      await expect(readSource(safSource, path)).rejects.toMatchObject({
        code: expect.stringMatching(/^archive\./u) as string,
      });
    });
  },
);
