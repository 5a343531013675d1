import { availableParallelism } from "node:os";

/**
 * Memory beyond which something has begun to grow with what is packed, with two threads, and for each thread more. The
 * aim is 300 MB, and the benchmark compares with it; from run to run the peak differs by a tenth.
 */
const withTwoThreads = 340;
const forEachMore = 60;
/** More threads are never started (main/config.ts). */
const mostThreads = 8;

/** The most memory a run may have in RAM at once on this machine, whatever it imports or exports. */
export const mostMebibytes =
  withTwoThreads +
  forEachMore * Math.max(0, Math.min(availableParallelism(), mostThreads) - 2);
