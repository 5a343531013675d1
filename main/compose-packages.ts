import { randomUUID } from "node:crypto";
import { createWriteStream, existsSync, mkdirSync } from "node:fs";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { packedContent, type PackedContent } from "./archives/package-tree.ts";
import { createPackageFiles } from "./core/package-files.ts";
import { createRunChecks } from "./core/run-checks.ts";
import type { EventBus } from "./core/events.ts";
import type { Runs } from "./core/runs.ts";
import { fromSystemError } from "./domain/errors.ts";
import { createQuestions } from "./jobs/questions.ts";
import type { Runner } from "./jobs/runner.ts";
import { removeOld } from "./remove-old.ts";
import type { Catalog } from "./store/catalog.ts";
import { patiently } from "./store/patiently.ts";

/** What can be seen and proved of packages that are finished, put together. */
export function composePackages(
  catalog: Catalog,
  runner: Pick<Runner, "get">,
  events: Pick<EventBus, "announce">,
  seenRuns: Pick<Runs, "get">,
  takenFolder: string,
  threads: number,
  leaving: () => AbortSignal | null,
) {
  // Files that few may see are not to outlive their own removal in copies.
  removeOld(takenFolder);
  const questions = createQuestions(leaving);
  // Apart, so that nobody who looks into a package waits for another to be read to its end.
  const reading = createQuestions();
  const packageFiles = createPackageFiles<PackedContent>(
    {
      isThere: existsSync,
      folder: questions.folder,
      find: (archive, path) => questions.file({ archive, path }),
      content: packedContent,
      take: (_run, name, content) => takeOut(takenFolder, name, content),
    },
    seenRuns,
  );
  return {
    packageFiles,
    checks: createRunChecks(
      {
        check: (archives, following) =>
          reading.check({ archives, threads }, following),
        async keep(id, outcome) {
          await patiently(() => {
            catalog.runs.setCheck(id, outcome);
          });
          const run = runner.get(id);
          if (run !== null) events.announce("run.changed", run);
        },
        announce: (check) => {
          events.announce("check.changed", check);
        },
        now: () => Date.now(),
      },
      seenRuns,
      packageFiles,
    ),
    /** Lets copies of files be opened, below the same folder as what is taken out of packages. */
    opening:
      (open: (folder: string, path: string, name: string) => Promise<void>) =>
      (path: string, name: string): Promise<void> => {
        removeOld(takenFolder);
        return open(takenFolder, path, name);
      },
    async close(): Promise<void> {
      await questions.close();
      await reading.close();
    },
  };
}

/**
 * Writes a file that was taken out of a package to a folder of its own. What was taken out long ago goes.
 * @throws AppError disk.full, file.unwritable, archive.*
 */
async function takeOut(
  folder: string,
  name: string,
  content: AsyncIterable<Buffer>,
): Promise<string> {
  removeOld(folder);
  const own = join(folder, randomUUID());
  const path = join(own, name);
  try {
    mkdirSync(own, { recursive: true, mode: 0o700 });
    const part = join(own, ".part");
    await pipeline(copies(content), createWriteStream(part));
    await rename(part, path);
  } catch (error) {
    throw fromSystemError(error, path, "write");
  }
  return path;
}

/** Pieces are valid only until the next is asked for, and a stream keeps them longer. */
async function* copies(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const piece of pieces) yield Buffer.from(piece);
}
