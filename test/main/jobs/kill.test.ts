import { afterAll, beforeAll, describe, test } from "vitest";
import {
  startDeliveringWorld,
  type DeliveringWorld,
} from "../../support/faults/delivering-world.ts";
import { killAtRandom } from "../../support/faults/kill-at-random.ts";
import { faultSeed, seededRandom } from "../../support/faults/random.ts";

let world: DeliveringWorld;
beforeAll(async () => {
  world = await startDeliveringWorld(["folder", "webdav", "s3"], {
    items: 20,
    fileSize: 50_000,
  });
}, 120_000);
afterAll(() => world.close());

/** test/large does it fifty times. */
describe(`an export to several targets that is killed (seed ${String(faultSeed)})`, () => {
  test("is finished by the next process, once and whole, and leaves nothing behind", async () => {
    await killAtRandom(world, 2, seededRandom(faultSeed));
  }, 300_000);
});
