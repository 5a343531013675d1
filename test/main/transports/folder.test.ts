import {
  readFileSync,
  readdirSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folderTransport } from "../../../main/transports/folder/index.ts";
import { noise } from "../../support/noise.ts";
import { deliveryOf, outgoingFile } from "../../support/outgoing-files.ts";
import { temporaryFolder } from "../../support/package-files.ts";

const target = (path: string, more: object = {}) => ({
  settings: { path, ...more },
  secrets: {},
});

test("asks for the room before the first byte", async () => {
  await using folder = temporaryFolder();
  const file = outgoingFile(folder.path, "x.zip", noise(1000));
  const received = join(folder.path, "received");
  const { delivery } = deliveryOf(target(received, { create: true }), [
    // More than any disk has.
    { ...file, size: 2 ** 60 },
  ]);
  await expect(folderTransport.deliver(delivery)).rejects.toMatchObject({
    code: "target.full",
  });
  expect(readdirSync(received)).toEqual([]);
});

test("makes folders below, and the folder itself only when it may", async () => {
  await using folder = temporaryFolder();
  const file = outgoingFile(folder.path, "2024/05/x.zip", noise(1000));
  const received = join(folder.path, "received");
  await expect(
    folderTransport.deliver(deliveryOf(target(received), [file]).delivery),
  ).rejects.toMatchObject({ code: "target.refused" });
  const receipt = await folderTransport.deliver(
    deliveryOf(target(received, { create: true }), [file]).delivery,
  );
  expect(receipt.files[0]?.location).toBe(join(received, "2024/05/x.zip"));
  expect(readFileSync(join(received, "2024/05/x.zip"))).toEqual(noise(1000));
});

test.each(["refuse", "replace"] as const)(
  "writes through no link when it is to %s what is there",
  async (existing) => {
    await using folder = temporaryFolder();
    const received = join(folder.path, "received");
    await mkdir(received);
    const secret = join(folder.path, "elsewhere");
    writeFileSync(secret, "untouched");
    symlinkSync(secret, join(received, "x.zip"));
    const file = outgoingFile(folder.path, "x.zip", noise(1000));
    await folderTransport
      .deliver(deliveryOf(target(received), [file], { existing }).delivery)
      .catch(() => {});
    expect(readFileSync(secret, "utf8")).toBe("untouched");
  },
);

test("writes over no file that comes while it is sending", async () => {
  await using folder = temporaryFolder();
  const received = join(folder.path, "received");
  await mkdir(received);
  const file = outgoingFile(folder.path, "x.zip", noise(1000));
  const { delivery } = deliveryOf(target(received), [file], {
    saveState: () => {
      writeFileSync(join(received, "x.zip"), "somebody else's");
    },
  });
  await expect(folderTransport.deliver(delivery)).rejects.toMatchObject({
    code: "target.exists",
  });
  expect(readFileSync(join(received, "x.zip"), "utf8")).toBe("somebody else's");
});

test("trusts nothing it finds half written, and sends it again", async () => {
  await using folder = temporaryFolder();
  const received = join(folder.path, "received");
  const file = outgoingFile(folder.path, "x.zip", noise(5_000_000));
  const stopped = new AbortController();
  const first = deliveryOf(target(received, { create: true }), [file], {
    signal: stopped.signal,
    onProgress: () => {
      stopped.abort();
    },
  });
  await expect(folderTransport.deliver(first.delivery)).rejects.toMatchObject({
    code: "run.cancelled",
  });
  const [part = ""] = readdirSync(received);
  expect(part).toMatch(/^\.holdall-.*\.part$/);
  truncateSync(join(received, part), 0);
  truncateSync(join(received, part), 100_000);

  const again = deliveryOf(target(received), [file], {
    resumeFrom: first.saved(),
    patience: {
      connectMs: 1000,
      idleMs: 1000,
      attempts: 2,
      firstDelayMs: 1,
      longestDelayMs: 1,
    },
  });
  await folderTransport.deliver(again.delivery);
  expect(readdirSync(received)).toEqual(["x.zip"]);
  expect(readFileSync(join(received, "x.zip")).equals(noise(5_000_000))).toBe(
    true,
  );
});

test.each(["/dev", "/dev/shm/x", "/proc/1", "/tmp/../dev", "here", ""])(
  "takes %j for no folder",
  (path) => {
    expect(() => {
      folderTransport.check(target(path));
    }).toThrow(expect.objectContaining({ code: "target.settings-invalid" }));
  },
);
