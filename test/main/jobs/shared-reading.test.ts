import { expect, test } from "vitest";
import { noMetadata, type ItemRecord } from "../../../main/core/item-record.ts";
import {
  createSharedReading,
  type ReadingThread,
} from "../../../main/jobs/shared-reading.ts";

const record = (id: number): ItemRecord => ({
  kind: "item",
  id,
  uuid: `uuid ${String(id)}`,
  handle: id % 2 === 0 ? null : `1/${String(id)}`,
  inArchive: true,
  discoverable: id % 3 === 0,
  withdrawn: false,
  lastModified: id,
  metadata: noMetadata,
});
const page = (from: number) => Array.from({ length: 30 }, (_, n) => from + n);

function reading(thread: ReadingThread) {
  let here = 0;
  const read = createSharedReading(
    (ids) => {
      here += 1;
      return ids.map(record);
    },
    [thread],
    () => true,
  );
  return { read, here: () => here };
}

test("pages are read by others until these have enough to do, few items are not", async () => {
  let ahead = 0;
  let read = 0;
  const shared = reading({
    pagesAhead: () => ahead,
    read: async (ids) => {
      ahead += 1;
      read += 1;
      await Promise.resolve();
      ahead -= 1;
      return ids.map(record);
    },
  });
  const ids = Array.from({ length: 20 }, (_, n) => 100 * (n + 1));
  const pages = await Promise.all(ids.map((from) => shared.read(page(from))));
  expect(pages).toEqual(ids.map((from) => page(from).map(record)));
  expect(read).toBeGreaterThan(0);
  expect(shared.here()).toBeGreaterThan(0);
  expect(read + shared.here()).toBe(ids.length);
  const before = read;
  await Promise.all([shared.read([1, 2]), shared.read([3])]);
  expect(read).toBe(before);
  await shared.read(page(1));
  expect(read).toBe(before + 1);
});

test("a thread that searches is not waited for, and one that fails is not missed", async () => {
  let read = 0;
  const failing = async () => {
    read += 1;
    await Promise.resolve();
    throw new Error("the thread has ended");
  };
  const busy = reading({ pagesAhead: () => null, read: failing });
  const ids = [page(10), page(20), page(30)];
  const expected = ids.map((one) => one.map(record));
  expect(await Promise.all(ids.map(busy.read))).toEqual(expected);
  expect(read).toBe(0);
  const ended = reading({ pagesAhead: () => 0, read: failing });
  expect(await Promise.all(ids.map(ended.read))).toEqual(expected);
  expect(read).toBeGreaterThan(0);
});
