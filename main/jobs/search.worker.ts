import { parentPort, workerData } from "node:worker_threads";
import { toErrorView } from "../domain/errors.ts";
import { openFinding } from "../store/finding.ts";
import { stillAsked } from "../store/still-asked.ts";
import { buffersOf, type PackedItems } from "../store/packed-items.ts";
import type { SearchAnswer, SearchOrder } from "./protocol.ts";

const port = parentPort;
if (port === null) throw new Error("this file is a thread entry");
const answer = (
  message: SearchAnswer,
  handedOver: readonly ArrayBuffer[] = [],
): void => {
  port.postMessage(message, handedOver);
};

const finding = openFinding(workerData as string);
let working = 0;
let stopped = false;
const end = (): void => {
  finding.close();
  port.close();
};

port.on("message", (order: SearchOrder) => {
  if (order === "stop") {
    stopped = true;
    if (working === 0) end();
    return;
  }
  working++;
  // What is asked and how is checked where it is sent.
  const find = finding[order.call] as (
    ...given: readonly unknown[]
  ) => Promise<unknown>;
  const { given, gone } = order;
  stillAsked
    .while(gone, () => find(...given))
    .then(
      (value) => {
        answer(
          { order: order.number, ok: true, value },
          order.call === "packed" ? buffersOf(value as PackedItems) : [],
        );
      },
      (error: unknown) => {
        answer({ order: order.number, ok: false, error: toErrorView(error) });
      },
    )
    .finally(() => {
      working--;
      if (stopped && working === 0) end();
    });
});
