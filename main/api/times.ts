/** How long things may take, in milliseconds. */
export const times = {
  /** The head of a request. */
  head: 20_000,
  /** The body of a request that is read as a whole. */
  body: 30_000,
  /** A request with everything: an upload or a download of many gigabytes. */
  transfer: 6 * 60 * 60_000,
  /** A connection on which nothing moves. */
  idle: 120_000,
  keepAlive: 60_000,
  /** Any other answer. */
  answer: 60_000,
  /** What is still being answered when the server stops. */
  farewell: 1_500,
  /** Between two signs of life on a stream of events. */
  heartbeat: 15_000,
} as const;
