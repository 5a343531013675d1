import { PassThrough } from "node:stream";
import { pino } from "pino";
import { expect, test, vi } from "vitest";
import { createLogBatches } from "../../main/log-batches.ts";

function openLogger() {
  const stream = new PassThrough();
  const writes: string[] = [];
  stream.on("data", (part: Buffer) => writes.push(part.toString()));
  const batches = createLogBatches(stream);
  const logger = pino({ base: null, timestamp: false }, batches);
  return { writes, batches, logger };
}

const lines = (writes: readonly string[]) =>
  writes
    .join("")
    .trim()
    .split("\n")
    .map((line) => (JSON.parse(line) as { msg: string }).msg);

test("lines that come together are written together, in their order, without being asked for", async () => {
  const { logger, writes } = openLogger();
  for (const word of ["one", "two", "three"]) logger.info(word);
  expect(writes).toEqual([]);
  await vi.waitFor(() => {
    expect(lines(writes)).toEqual(["one", "two", "three"]);
  });
  expect(writes).toHaveLength(1);
});

test("a warning takes along what waited", async () => {
  const { logger, writes } = openLogger();
  logger.info("before");
  logger.warn("look");
  await Promise.resolve();
  expect(lines(writes)).toEqual(["before", "look"]);
});

test("nothing is left behind when it is flushed", () => {
  const { logger, writes, batches } = openLogger();
  logger.info("last");
  batches.flush();
  batches.flush();
  expect(lines(writes)).toEqual(["last"]);
});
