import { describe, onTestFinished, test } from "vitest";
import { startDeliveringWorld } from "../support/faults/delivering-world.ts";
import { killAtRandom } from "../support/faults/kill-at-random.ts";
import { faultSeed, seededRandom } from "../support/faults/random.ts";

describe(`an export to several targets that is killed (seed ${String(faultSeed)})`, () => {
  test("at fifty random moments is finished each time, once and whole", async () => {
    // Of its own for each try: what an earlier one has left would be found by the next.
    const world = await startDeliveringWorld(["folder", "webdav", "s3"], {
      items: 40,
      fileSize: 50_000,
    });
    onTestFinished(() => world.close());
    await killAtRandom(world, 50, seededRandom(faultSeed));
  });
});
