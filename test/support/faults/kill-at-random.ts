import { setTimeout as pause } from "node:timers/promises";
import { expect } from "vitest";
import type { ExportResult, Run } from "../../../main/domain/run.ts";
import type { DeliveringWorld } from "./delivering-world.ts";

/**
 * Kills the program again and again at random moments of a run, from its first breath to the last byte at the last
 * target, and looks each time whether what was begun is finished, once, by the next one.
 * @param random numbers from 0 to 1
 */
export async function killAtRandom(
  world: DeliveringWorld,
  kills: number,
  random: () => number,
): Promise<void> {
  let server = await world.start();
  const { id: definition } = await world.define(server, "Nightly");
  const start = () =>
    world.command<Run>(server, "definitions.start", { definition });
  const runs: Run[] = [];
  const archives: string[] = [];
  const take = async (id: number): Promise<void> => {
    const { run, deliveries } = await world.ended(server, id);
    expect(run).toMatchObject({ state: "done", error: null });
    expect(deliveries.map(({ state, error }) => ({ state, error }))).toEqual(
      world.benches.map(() => ({ state: "done", error: null })),
    );
    runs.push(run);
    archives.push((run.result as ExportResult).sha256);
  };

  // How long it takes when nobody disturbs it; the first time some things are loaded, too.
  await take((await start()).id);
  const began = performance.now();
  await take((await start()).id);
  const length = performance.now() - began;

  for (let kill = 0; kill < kills; kill++) {
    const { id } = await start();
    await pause(random() * length * 1.1);
    server.process.kill("SIGKILL");
    await server.finished;
    server = await world.start();
    await take(id);
  }
  await server.stop();
  await world.expectDelivered(archives);
  await world.expectTidy(runs);
  await world.expectSound();
}
