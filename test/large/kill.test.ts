import { afterAll, beforeAll, describe, test } from "vitest";
import {
  startDeliveringWorld,
  type DeliveringWorld,
} from "../support/faults/delivering-world.ts";
import { killAtRandom } from "../support/faults/kill-at-random.ts";
import { faultSeed, seededRandom } from "../support/faults/random.ts";

let world: DeliveringWorld;
beforeAll(async () => {
  world = await startDeliveringWorld(["folder", "webdav", "s3"], {
    items: 40,
    fileSize: 50_000,
  });
});
afterAll(() => world.close());

describe(`an export to several targets that is killed (seed ${String(faultSeed)})`, () => {
  test("at fifty random moments is finished each time, once and whole", async () => {
    await killAtRandom(world, 50, seededRandom(faultSeed));
  });
});
