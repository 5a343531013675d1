import { parentPort, workerData } from "node:worker_threads";
import { AppError, toErrorView } from "../domain/errors.ts";
import { transports } from "../transports/index.ts";
import type {
  CancelMessage,
  DeliverMessage,
  DeliverStart,
} from "./protocol.ts";

const port = parentPort;
if (port === null) throw new Error("this file is a thread entry");
const send = (message: DeliverMessage): void => {
  port.postMessage(message);
};
const cancel = new AbortController();
port.once("message", (_message: CancelMessage) => {
  cancel.abort(new AppError("run.cancelled", "The delivery was stopped."));
});

const start = workerData as DeliverStart;
const { transport: id, target, files, resumeFrom } = start;

try {
  const transport = transports.find((one) => one.id === id);
  if (transport === undefined)
    throw new AppError(
      "transport.unknown",
      `There is no kind of target ${id}.`,
    );
  if (start.discard === true) {
    await transport.discard({
      target,
      files,
      resumeFrom,
      signal: cancel.signal,
    });
    send({ type: "discarded" });
  } else {
    const receipt = await transport.deliver({
      target,
      files,
      // Names say of which run a file is: what is there under one of them is an earlier attempt's.
      existing: "replace",
      resumeFrom,
      signal: cancel.signal,
      saveState: (state) => {
        send({ type: "state", state });
      },
      onProgress: (progress) => {
        send({ type: "progress", progress });
      },
      onRetry: (error, delayMs) => {
        send({ type: "retry", message: error.message, delayMs });
      },
    });
    send({ type: "delivered", receipt });
  }
} catch (error) {
  send({ type: "failed", error: toErrorView(error) });
} finally {
  port.close();
}
