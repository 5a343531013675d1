import { setTimeout as pause } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import { toErrorView } from "../domain/errors.ts";
import { createCatalog } from "../store/catalog.ts";
import type { RemovalAnswer, RemovalOrder } from "./protocol.ts";

const port = parentPort;
if (port === null) throw new Error("this file is a thread entry");
const answer = (message: RemovalAnswer): void => {
  port.postMessage(message);
};

/** Items whose rows are removed in one transaction, and how long others may write before the next, in milliseconds. */
const slice = 25;
const breath = 5;

const catalog = createCatalog(workerData as string);
const orders: RemovalOrder[] = [];
let wake = (): void => undefined;
port.on("message", (order: RemovalOrder) => {
  orders.push(order);
  wake();
});

for (;;) {
  const order = orders.shift();
  if (order === "stop") break;
  if (order !== undefined) {
    try {
      catalog.together(() => {
        catalog.remover.unlink(order.kind, ...order.ids);
      });
      answer({ type: "unlinked", order: order.number });
    } catch (error) {
      answer({
        type: "failed",
        order: order.number,
        error: toErrorView(error),
      });
    }
  } else if (catalog.together(() => catalog.remover.clear(slice)) > 0) {
    await pause(breath);
  } else {
    answer({ type: "idle" });
    const woken = new Promise<void>((resolve) => (wake = resolve));
    if (orders.length === 0) await woken;
  }
}
catalog.close();
port.close();
