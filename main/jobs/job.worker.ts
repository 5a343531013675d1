import { dirname } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { AppError, toErrorView } from "../domain/errors.ts";
import { asFullDisk } from "../store/full-disk.ts";
import { createJobReporter } from "./job-reporter.ts";
import type {
  CancelMessage,
  JobContext,
  JobMessage,
  JobStart,
} from "./protocol.ts";

const port = parentPort;
if (port === null) throw new Error("this file is a thread entry");
const send = (message: JobMessage) => {
  port.postMessage(message);
};
const cancel = new AbortController();
port.once("message", (_message: CancelMessage) => {
  cancel.abort(new AppError("run.cancelled", "The run was cancelled."));
});

const start = workerData as JobStart;
const report = createJobReporter(send);
const context: JobContext = { ...start, signal: cancel.signal, report };

try {
  const { request } = start;
  // Each kind of job is loaded when it is needed: an import has no use for the packers.
  const outcome =
    request.kind === "export"
      ? await (await import("./export-job.ts")).runExport(context, request)
      : {
          result: await (
            await import("./import-job.ts")
          ).runImport(context, request),
          remembered: null,
        };
  report.flush();
  send({ type: "finished", ...outcome });
} catch (failure) {
  report.flush();
  const error = asFullDisk(failure, dirname(start.paths.catalog));
  const stack =
    error instanceof AppError || !(error instanceof Error)
      ? undefined
      : error.stack;
  send({
    type: "failed",
    error: toErrorView(error),
    ...(stack === undefined ? {} : { stack }),
  });
} finally {
  port.close();
}
