// Loaded into a program before it starts (`node --import`): records how long the event loop of its main thread was held
// up from its first thread on, which is when a run begins, until it ends.
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { writeFileSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { isMainThread } from "node:worker_threads";

/** The histogram counts the time from one tick to the next, so this much of each value is no delay. */
const resolution = 1;

function watch(file: string): void {
  const delays = monitorEventLoopDelay({ resolution });
  const milliseconds = (nanoseconds: number) =>
    Math.max(0, nanoseconds / 1e6 - resolution);
  const begin = () => {
    unsubscribe("worker_threads", begin);
    delays.enable();
  };
  // A program that starts no thread is watched for as long as it lasts.
  if (process.env["HOLDALL_BENCH_WATCH_ALWAYS"] === "1") delays.enable();
  else subscribe("worker_threads", begin);
  process.on("exit", () => {
    delays.disable();
    writeFileSync(
      file,
      JSON.stringify({
        p99: milliseconds(delays.percentile(99)),
        max: milliseconds(delays.max),
        samples: delays.count,
      }),
    );
  });
}

const file = process.env["HOLDALL_BENCH_WATCH"];
if (isMainThread && file !== undefined) watch(file);
