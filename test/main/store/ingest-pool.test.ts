import { randomBytes } from "node:crypto";
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { Worker } from "node:worker_threads";
import { describe, expect, test } from "vitest";
import type { ContentRef } from "../../../main/domain/content-ref.ts";
import { createBitstreamStore } from "../../../main/store/bitstream-store.ts";
import { createIngestPool } from "../../../main/store/ingest-pool.ts";
import { temporaryFolder } from "../../support/package-files.ts";

function startPool(root: string, threads: number) {
  const workers: Worker[] = [];
  const pool = createIngestPool({
    threads,
    spawn: () => {
      const worker = new Worker(resolve("main/jobs/ingest.worker.ts"), {
        workerData: { root },
      });
      workers.push(worker);
      return worker;
    },
  });
  return { pool, workers };
}

function contents(count: number, size: number): ContentRef[] {
  return Array.from({ length: count }, () => ({
    kind: "bytes",
    bytes: randomBytes(size),
  }));
}

describe("an ingest pool", () => {
  test("gives the same results in the same order as one thread, from several calls at once", async () => {
    await using folder = temporaryFolder();
    const { pool } = startPool(join(folder.path, "pool"), 2);
    const alone = createBitstreamStore(join(folder.path, "alone"));
    const calls = [
      contents(700, 500),
      contents(3, 3_000_000),
      contents(0, 0),
      contents(1, 1),
    ];
    const nowhere: ContentRef = {
      kind: "file",
      path: join(folder.path, "nowhere"),
    };
    calls[0]?.splice(400, 0, nowhere);
    const results = await Promise.all(calls.map((refs) => pool.ingest(refs)));
    await pool.close();
    for (const [index, refs] of calls.entries())
      expect(results[index]).toEqual(await alone.ingestMany(refs));
    expect(results[0]?.[400]).toMatchObject({
      ok: false,
      error: { code: "file.not-found" },
    });
    expect(readdirSync(join(folder.path, "pool", "incoming"))).toEqual([]);
  });

  test("stops when it is cancelled and can be used again", async () => {
    await using folder = temporaryFolder();
    const { pool } = startPool(folder.path, 2);
    await pool.ingest(contents(1, 10));
    const controller = new AbortController();
    const run = pool.ingest(contents(4000, 20_000), controller.signal);
    setTimeout(() => {
      controller.abort();
    }, 20);
    await expect(run).rejects.toMatchObject({ code: "run.cancelled" });
    expect(readdirSync(join(folder.path, "incoming"))).toEqual([]);
    await expect(
      pool.ingest(contents(1, 10), AbortSignal.abort()),
    ).rejects.toMatchObject({ code: "run.cancelled" });
    expect(await pool.ingest(contents(1, 10))).toMatchObject([{ ok: true }]);
    await pool.close();
  });

  test("goes on with the other thread when one dies, and says so to whoever was waiting for it", async () => {
    await using folder = temporaryFolder();
    const { pool, workers } = startPool(folder.path, 2);
    await pool.ingest(contents(300, 10));
    const run = pool.ingest(contents(2000, 20_000));
    await workers[0]?.terminate();
    await expect(run).rejects.toThrow("has ended");
    expect(await pool.ingest(contents(300, 10))).toHaveLength(300);
    await workers[1]?.terminate();
    await expect(pool.ingest(contents(1, 10))).rejects.toThrow("have ended");
    await pool.close();
  });
});
