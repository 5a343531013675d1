import { availableParallelism } from "node:os";

/** Memory a run may have at its peak with two threads, and for each thread more. */
const withTwoThreads = 300;
const forEachMore = 60;
/** More threads are never started (main/config.ts). */
const mostThreads = 8;

/** The most memory a run may have in RAM at once on this machine, whatever it imports or exports. */
export const mostMebibytes =
  withTwoThreads +
  forEachMore * Math.max(0, Math.min(availableParallelism(), mostThreads) - 2);
