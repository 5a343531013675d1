/** Random numbers from 0 to 1 that a seed determines (mulberry32), so that a failure can be seen again. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The seed of this run of the tests: HOLDALL_FAULT_SEED, or another one each time. */
export const faultSeed = Number(
  process.env["HOLDALL_FAULT_SEED"] ?? Date.now() % 1_000_000,
);
