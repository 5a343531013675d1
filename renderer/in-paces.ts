/** Milliseconds between the end of one reading and the next one at least. */
const rest = 2000;
/** So many times as long as a reading took nothing is read again: it must not be what the machine is busy with. */
const share = 10;

/**
 * Does something at once when it is called for, and again later where it was called for meanwhile: what changes all the
 * time is followed, but no faster than it can be.
 * @param action never rejects
 */
export function inPaces(action: () => Promise<void>): () => void {
  let resting = false;
  let wanted = false;
  async function run(): Promise<void> {
    resting = true;
    wanted = false;
    const began = performance.now();
    await action();
    setTimeout(
      () => {
        resting = false;
        if (wanted) void run();
      },
      Math.max(rest, (performance.now() - began) * share),
    );
  }
  return () => {
    wanted = true;
    if (!resting) void run();
  };
}
