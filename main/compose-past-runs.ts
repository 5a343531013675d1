import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { composeDefinitions } from "./compose-definitions.ts";
import { createPastRuns } from "./core/past-runs.ts";
import type { Runs } from "./core/runs.ts";
import type { SeenItems } from "./core/seen-item.ts";
import type { Run } from "./domain/run.ts";
import type { RememberedRun } from "./jobs/compare-runs.ts";
import type { JobPaths } from "./jobs/protocol.ts";
import { createQuestions } from "./jobs/questions.ts";
import { memoryFile } from "./jobs/run-memory.ts";
import type { Runner } from "./jobs/runner.ts";
import { withMomentaryFolder } from "./momentary-folder.ts";
import type { Catalog } from "./store/catalog.ts";
import { patiently } from "./store/patiently.ts";

/** What can be done with runs that have ended, put together. */
export function composePastRuns(
  catalog: Catalog,
  runner: Runner,
  saved: ReturnType<typeof composeDefinitions>,
  seenRuns: Pick<Runs, "get" | "list">,
  seen: Pick<SeenItems, "titleOf">,
  paths: JobPaths,
  threads: number,
  leaving: () => AbortSignal | null,
) {
  const questions = createQuestions(leaving);
  // Apart, so that nobody who looks at an item or compares waits for a package to be read to its end.
  const rehearsing = createQuestions();
  const { runs, definitions, deliveries } = catalog;

  const memoryOf = (run: Run): RememberedRun => {
    const request = runs.request(run.id);
    const memory = request.kind === "export" ? request.memory : undefined;
    return {
      run: run.id,
      file: memoryFile(paths.exports, memory?.name ?? run.uuid),
    };
  };

  return {
    pastRuns: createPastRuns(
      {
        request: runs.request,
        incomplete: (run) => questions.incomplete(memoryOf(run)),
        compare: (base, run, after, limit) =>
          questions.compare({
            base: memoryOf(base),
            run: memoryOf(run),
            after,
            limit,
          }),
        makeUp: (of, request, owner) =>
          patiently(() =>
            catalog.together(() => {
              const run = runs.create(
                "export",
                of.title,
                request,
                owner,
                of.origin,
                of.id,
              );
              const definition = definitions.ofRun(of.id)?.definition ?? null;
              if (definition !== null) deliveries.prepare(run, definition);
              return run;
            }),
          ),
        async startAgain(run) {
          const found = definitions.ofRun(run.id);
          const definition =
            found === null ? null : definitions.get(found.definition);
          return definition === null
            ? null
            : saved.startRun(definition, null, run.id);
        },
        withItem: (item, found) =>
          questions.withItem({ item, runs: found.map(memoryOf) }),
        deliveries: deliveries.ofRun,
        deliverAgain: (id) => patiently(() => deliveries.again(id)),
        async wake() {
          await runner.wake();
          await saved.deliverer.wake();
        },
        isThere: existsSync,
        rehearse(archives, planned, withFiles, watch) {
          return withMomentaryFolder(
            join(dirname(paths.exports), "rehearsals"),
            (scratch) =>
              rehearsing.rehearse(
                { archives, planned, withFiles, paths, threads, scratch },
                watch,
              ),
          );
        },
        keepRehearsal: (...rehearsal) =>
          patiently(() => {
            runs.setRehearsal(...rehearsal);
          }),
        titleOf: seen.titleOf,
      },
      seenRuns,
    ),
    async close(): Promise<void> {
      await questions.close();
      await rehearsing.close();
    },
  };
}
