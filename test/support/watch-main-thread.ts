// To be imported before a program (`--import`): measures how long its main thread is held at a time. The longest round of
// the event loop, in milliseconds of processor time, is written into the file that HOLDALL_WATCH_FILE names whenever the
// process gets SIGUSR2; then it begins anew. Time in which the thread had no processor does not count: that is the
// machine's.
import { writeFileSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

const file = process.env["HOLDALL_WATCH_FILE"];
if (isMainThread && file !== undefined) {
  const spent = (): number => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1000;
  };
  let longest = 0;
  let last = spent();
  setInterval(() => {
    const now = spent();
    longest = Math.max(longest, now - last);
    last = now;
  }, 1).unref();
  process.on("SIGUSR2", () => {
    writeFileSync(file, JSON.stringify({ longest }));
    longest = 0;
  });
}
