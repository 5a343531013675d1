import { compose, type Application } from "../../main/compose.ts";
import { localAdministrator } from "../../main/core/access.ts";
import type {
  ExportOptions,
  ExportResult,
  ImportResult,
  Problem,
  Run,
} from "../../main/domain/run.ts";

/** How a run ended. */
export interface EndedRun<Result> {
  readonly run: Run;
  readonly problems: readonly Problem[];
  /** Fails the test when there is none. */
  readonly result: Result;
}

export const exactOptions: ExportOptions = {
  format: "saf",
  packer: "zip",
  migrate: false,
  bitstreams: true,
  withdrawn: false,
  verify: true,
};

/** Opens a data folder for one piece of work, as the command line does. */
export async function withApplication<Result>(
  dataDir: string,
  work: (application: Application) => Promise<Result>,
  more: { readonly threads?: number; readonly runSlots?: number } = {},
): Promise<Result> {
  const application = await compose({
    dataDir,
    host: "127.0.0.1",
    port: 0,
    logLevel: "silent",
    // Starting a thread takes longer than packing what a test packs.
    threads: 1,
    runSlots: 1,
    publicUrl: null,
    allowedOrigins: [],
    anonymousSessions: false,
    sample: null,
    page: "",
    ...more,
  });
  try {
    return await work(application);
  } finally {
    await application.close();
  }
}

/** Waits for a run, and takes its problems with it. */
export async function ended<Result extends ExportResult | ImportResult>(
  application: Application,
  id: number,
): Promise<EndedRun<Result>> {
  const run = await application.runner.ended(id);
  return {
    run,
    problems: [
      ...application.context.runs.problems(localAdministrator, id, -1),
    ],
    get result() {
      if (run.result === null)
        throw new Error(`The run ended ${run.state}: ${run.error?.message}`);
      return run.result as Result;
    },
  };
}

/** Exports a target (the whole catalog when it is null). */
export async function exportTarget(
  dataDir: string,
  target: string | number | null,
  out: string,
  options: Partial<ExportOptions> = {},
  threads = 1,
): Promise<EndedRun<ExportResult>> {
  return await withApplication(
    dataDir,
    async (application) =>
      ended<ExportResult>(
        application,
        await application.context.exports.create({
          ...(target === null ? {} : { target: String(target) }),
          out,
          options: { ...exactOptions, ...options },
        }),
      ),
    { threads },
  );
}

/** Imports a package as it describes itself. */
export async function importPackage(
  dataDir: string,
  path: string,
): Promise<EndedRun<ImportResult>> {
  return await withApplication(dataDir, async (application) =>
    ended<ImportResult>(
      application,
      await application.context.imports.create({
        path,
        strict: false,
        newIdentifiers: false,
      }),
    ),
  );
}
