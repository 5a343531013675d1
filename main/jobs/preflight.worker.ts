import { parentPort, workerData } from "node:worker_threads";
import { AppError, toErrorView } from "../domain/errors.ts";
import { formats } from "../formats/index.ts";
import { packers } from "../packers/index.ts";
import { lookAhead } from "./look-ahead.ts";
import type { PreflightAnswer, PreflightStart } from "./protocol.ts";

const port = parentPort;
if (port === null) throw new Error("this file is a thread entry");
const send = (answer: PreflightAnswer): void => {
  port.postMessage(answer);
};

const { request, paths, thorough } = workerData as PreflightStart;
try {
  const { format: formatId, packer: packerId } = request.options;
  const format = formats.find(({ id }) => id === formatId);
  const packer = packers.find(({ id }) => id === packerId);
  if (format === undefined)
    throw new AppError("format.unknown", `There is no format ${formatId}.`);
  if (packer === undefined)
    throw new AppError("packer.unknown", `There is no packer ${packerId}.`);
  const found = await lookAhead({ request, paths, format, packer, thorough });
  send({ type: "found", ...found });
} catch (error) {
  send({ type: "failed", error: toErrorView(error) });
} finally {
  port.close();
}
