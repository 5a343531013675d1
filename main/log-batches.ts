/** Milliseconds a line may wait for others. */
const longestWait = 25;
/** Characters that are not kept waiting. */
const largestBatch = 64 * 1024;
/** pino's number of `warn`. */
const warn = 40;

export type LogBatches = ReturnType<typeof createLogBatches>;

/**
 * Puts the lines of a log together, because each write of its own costs a busy server as much time as answering.
 * Warnings and errors are written at once, with what waited before them.
 */
export function createLogBatches(stream: NodeJS.WritableStream) {
  let lines: string[] = [];
  let length = 0;
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (length === 0) return;
    const text = lines.join("");
    lines = [];
    length = 0;
    stream.write(text);
  }

  const batches = {
    /** Asks pino to say which level a line has. */
    [Symbol.for("pino.metadata")]: true,
    lastLevel: 0,
    write(line: string): void {
      lines.push(line);
      length += line.length;
      if (batches.lastLevel >= warn || length >= largestBatch) flush();
      else timer ??= setTimeout(flush, longestWait);
    },
    flush,
  };
  return batches;
}
