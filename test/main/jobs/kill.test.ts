import { describe, onTestFinished, test } from "vitest";
import { startDeliveringWorld } from "../../support/faults/delivering-world.ts";
import { killAtRandom } from "../../support/faults/kill-at-random.ts";
import { faultSeed, seededRandom } from "../../support/faults/random.ts";

/** test/large does it fifty times. */
describe(`an export to several targets that is killed (seed ${String(faultSeed)})`, () => {
  test("is finished by the next process, once and whole, and leaves nothing behind", async () => {
    // Of its own for each try: what an earlier one has left would be found by the next.
    const world = await startDeliveringWorld(["folder", "webdav", "s3"], {
      items: 20,
      fileSize: 50_000,
    });
    onTestFinished(() => world.close());
    await killAtRandom(world, 2, seededRandom(faultSeed));
  }, 300_000);
});
