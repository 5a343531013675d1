import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type {
  DeliveryProgress,
  DeliveryState,
} from "../../../main/domain/delivery.ts";
import { AppError } from "../../../main/domain/errors.ts";
import { transports } from "../../../main/transports/index.ts";
import type { Delivery, Target } from "../../../main/transports/transport.ts";
import { noise } from "../../support/noise.ts";
import {
  deliveryOf,
  onlyOnce,
  outgoingFile,
} from "../../support/outgoing-files.ts";
import { targetBenches } from "../../support/targets/index.ts";
import type { TargetBench } from "../../support/targets/target-bench.ts";

const megabyte = 1024 * 1024;
const plenty = noise(13 * megabyte);
/** Content that is another one from its first bytes on for each number. */
const content = (size: number, number: number) =>
  plenty.subarray(number, number + size);

test("every transport has something to deliver to", () => {
  expect(Object.keys(targetBenches)).toEqual(transports.map(({ id }) => id));
});

/** Transports without a line between them and the target, which could be cut. */
const lineless = new Set(["folder", "download"]);

describe.each(transports)("$id", (transport) => {
  // What does not apply to a transport is not registered for it: a skipped test is one that should have run.
  const hasLine = !lineless.has(transport.id);
  const keepsNames = transport.id !== "email" && transport.id !== "download";
  const testIf = (applies: boolean) =>
    applies ? test : (_name: string, _run: () => Promise<void>) => undefined;
  const lineOf = (its: TargetBench) => {
    if (its.line === null) throw new Error(`${transport.id} has no line`);
    return its.line;
  };
  let scratch: string;
  let bench: TargetBench;
  let count = 0;

  beforeAll(async () => {
    scratch = mkdtempSync(join(tmpdir(), "holdall-target-"));
    const start = targetBenches[transport.id];
    if (start === undefined) throw new Error(`no bench for ${transport.id}`);
    bench = await start(scratch);
  });
  afterAll(async () => {
    await bench.close();
    rmSync(scratch, { recursive: true });
  });

  /** A file with a name that no other test has used. */
  const someFile = (size: number, prefix = "package") => {
    count++;
    return outgoingFile(
      scratch,
      `${prefix} ${String(count)}.zip`,
      content(size, count),
    );
  };
  const failureOf = async (work: Promise<unknown>): Promise<AppError> => {
    const failure: unknown = await work.then(
      () => null,
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(AppError);
    return failure as AppError;
  };
  /** Nothing that can be written down or printed of a value holds a secret. */
  const expectNoSecrets = (value: unknown, target: Target) => {
    const text = inspect(value, { depth: 20, showHidden: true });
    for (const secret of Object.values(target.secrets)) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(Buffer.from(secret).toString("base64"));
      expect(text).not.toContain(encodeURIComponent(secret));
    }
  };
  /** Compared as a whole: saying where millions of bytes differ helps nobody. */
  const expectReceived = async (name: string, size: number) => {
    const received = await bench.received(name);
    expect(received?.equals(content(size, count)), name).toBe(true);
  };
  /** Cancels when some of the first file is at the target, but not all of it. */
  const stopsHalfway = (stopped: AbortController): Partial<Delivery> => {
    if (transport.id === "download") stopped.abort();
    const stop = () => {
      stopped.abort();
    };
    bench.line?.stallAfter(4 * megabyte, stop);
    return {
      signal: stopped.signal,
      ...(bench.line === null ? { onProgress: stop } : {}),
    };
  };
  const partsAtTarget = async () =>
    (await bench.names()).filter((name) => name.includes(".part"));

  test("delivers one file and proves it", async () => {
    const file = someFile(300_000);
    const progress: DeliveryProgress[] = [];
    const { delivery, saved } = deliveryOf(bench.target, [file], {
      onProgress: (now) => progress.push(now),
    });
    const receipt = await transport.deliver(delivery);
    await expectReceived(file.name, 300_000);
    expect(receipt).toMatchObject({
      transport: transport.id,
      files: [{ name: file.name, size: file.size }],
    });
    expect(receipt.files[0]?.compared.length).toBeGreaterThan(0);
    expect(progress.at(-1)).toEqual({
      bytes: file.size,
      totalBytes: file.size,
      files: 1,
      totalFiles: 1,
      file: file.name,
    });
    expect(await partsAtTarget()).toEqual([]);
    expectNoSecrets([receipt, saved(), progress], bench.target);
  });

  test("delivers several volumes and an empty file", async () => {
    const files = [
      someFile(70_000, "volume"),
      someFile(1, "volume"),
      someFile(0, "volume"),
      someFile(200_000, "volume ü, “2” & 50%"),
    ];
    const receipt = await transport.deliver(
      deliveryOf(bench.target, files).delivery,
    );
    expect(receipt.files.map(({ name }) => name)).toEqual(
      files.map(({ name }) => name),
    );
    for (const file of files) {
      expect((await bench.received(file.name))?.length, file.name).toBe(
        file.size,
      );
    }
    expect(await partsAtTarget()).toEqual([]);
  });

  testIf(hasLine)(
    "goes on with what is remembered after the connection was lost",
    async () => {
      const line = lineOf(bench);
      const files = [someFile(500_000), someFile(12 * megabyte)];
      const first = deliveryOf(bench.target, files);
      line.cutAfter(9 * megabyte);
      const failure = await failureOf(transport.deliver(first.delivery));
      expect(failure.code).toBe("target.interrupted");
      const state = first.saved();
      // One mail brings all files, or none.
      if (transport.id !== "email")
        expect(state?.files[files[0]?.name ?? ""]?.arrived).toBeDefined();
      expect(await bench.received(files[1]?.name ?? "")).toBeNull();

      const before = line.sent();
      const receipt = await transport.deliver(
        deliveryOf(bench.target, files, { resumeFrom: state }).delivery,
      );
      expect(receipt.files).toHaveLength(2);
      await expectReceived(files[1]?.name ?? "", 12 * megabyte);
      if (bench.goesOn)
        expect(line.sent() - before).toBeLessThan(11 * megabyte);
      expect(await partsAtTarget()).toEqual([]);
      expectNoSecrets([failure, state, receipt], bench.target);
    },
  );

  testIf(hasLine)("tries again by itself", async () => {
    const line = lineOf(bench);
    const file = someFile(6 * megabyte);
    const retries: AppError[] = [];
    line.cutAfter(4 * megabyte);
    const receipt = await transport.deliver(
      deliveryOf(bench.target, [file], {
        patience: {
          connectMs: 20_000,
          idleMs: 20_000,
          attempts: 3,
          firstDelayMs: 1,
          longestDelayMs: 10,
        },
        onRetry: (error) => retries.push(error),
      }).delivery,
    );
    expect(retries.map(({ code }) => code)).toEqual(["target.interrupted"]);
    expect(receipt.files).toHaveLength(1);
    await expectReceived(file.name, 6 * megabyte);
    expectNoSecrets(retries, bench.target);
  });

  testIf(hasLine)(
    "does not wait for ever for a server that has fallen silent",
    async () => {
      const line = lineOf(bench);
      const file = someFile(12 * megabyte);
      line.stallAfter(4 * megabyte);
      const failure = await failureOf(
        transport.deliver(
          deliveryOf(bench.target, [file], {
            patience: { ...onlyOnce, idleMs: 1000 },
          }).delivery,
        ),
      );
      expect(failure.code).toBe("target.interrupted");
      expect(await bench.received(file.name)).toBeNull();
    },
  );

  test("stops when it is cancelled, and goes on when asked to", async () => {
    const file = someFile(12 * megabyte);
    const stopped = new AbortController();
    const first = deliveryOf(bench.target, [file], stopsHalfway(stopped));
    const failure = await failureOf(transport.deliver(first.delivery));
    expect(failure.code).toBe("run.cancelled");
    expect(await bench.names()).not.toContain(file.name);

    await transport.deliver(
      deliveryOf(bench.target, [file], { resumeFrom: first.saved() }).delivery,
    );
    await expectReceived(file.name, 12 * megabyte);
  });

  test("cleans up what it did not finish", async () => {
    const file = someFile(12 * megabyte);
    const stopped = new AbortController();
    const before = await bench.names();
    const first = deliveryOf(bench.target, [file], stopsHalfway(stopped));
    await failureOf(transport.deliver(first.delivery));
    await transport.discard({
      target: bench.target,
      files: [file],
      resumeFrom: first.saved(),
      signal: new AbortController().signal,
    });
    expect(await bench.names()).toEqual(before);
  });

  test("does not take up what was remembered of another content", async () => {
    const file = someFile(1000);
    const state: DeliveryState = {
      transport: transport.id,
      files: {
        [file.name]: {
          sha256: "0".repeat(64),
          arrived: {
            name: file.name,
            location: "elsewhere",
            size: 5,
            compared: ["size"],
          },
        },
      },
    };
    await transport.deliver(
      deliveryOf(bench.target, [file], { resumeFrom: state }).delivery,
    );
    expect((await bench.received(file.name))?.length).toBe(1000);
  });

  testIf(keepsNames)(
    "leaves alone what arrived, and refuses or replaces what was there",
    async () => {
      const file = someFile(5000);
      const first = deliveryOf(bench.target, [file]);
      const receipt = await transport.deliver(first.delivery);
      const again = await transport.deliver(
        deliveryOf(bench.target, [file], { resumeFrom: first.saved() })
          .delivery,
      );
      expect(again.files).toEqual(receipt.files);

      const other = outgoingFile(
        scratch,
        file.name,
        Buffer.from("another one"),
      );
      const failure = await failureOf(
        transport.deliver(deliveryOf(bench.target, [other]).delivery),
      );
      expect(failure).toMatchObject({ code: "target.exists" });
      expect((await bench.received(file.name))?.length).toBe(5000);

      await transport.deliver(
        deliveryOf(bench.target, [other], { existing: "replace" }).delivery,
      );
      expect(await bench.received(file.name)).toEqual(
        Buffer.from("another one"),
      );
    },
  );

  // Whether a download still is what it was is for the reader of the link to find.
  testIf(transport.id !== "download")(
    "notices a file that is no longer what was packed",
    async () => {
      const file = someFile(1 * megabyte);
      outgoingFile(scratch, file.name, content(1 * megabyte, 77_777));
      const failure = await failureOf(
        transport.deliver(deliveryOf(bench.target, [file]).delivery),
      );
      expect(failure.code).toBe("archive.damaged");
      expect(await bench.names()).not.toContain(file.name);
    },
  );

  test("takes no name that leads elsewhere", async () => {
    const file = someFile(10);
    for (const name of [
      "../x.zip",
      "a/../../x.zip",
      "/x.zip",
      "a//x.zip",
      "a\\x.zip",
      "x\n.zip",
      "..",
      "",
    ]) {
      const failure = await failureOf(
        transport.deliver(
          deliveryOf(bench.target, [{ ...file, name }]).delivery,
        ),
      );
      expect(failure.code, name).toBe("target.settings-invalid");
    }
  });

  test("tests a target and leaves nothing there", async () => {
    const before = await bench.names();
    const found = await transport.test(
      bench.target,
      new AbortController().signal,
    );
    expect(found.transport).toBe(transport.id);
    expect(found.checks.length).toBeGreaterThan(0);
    expect(await bench.names()).toEqual(before);
    expectNoSecrets(found, bench.target);
  });

  const refusals = {
    password: "target.login-failed",
    directory: "target.refused",
    address: "target.unreachable",
  } as const;
  test.each(["password", "directory", "address"] as const)(
    "says when the %s is wrong",
    async (what) => {
      const target = bench.wrong[what];
      if (target === undefined) return;
      const file = someFile(1000);
      const attempts: (() => Promise<unknown>)[] = [
        () => transport.test(target, new AbortController().signal),
        () => transport.deliver(deliveryOf(target, [file]).delivery),
      ];
      for (const attempt of attempts) {
        const failure = await failureOf(attempt());
        expect(failure.code).toBe(refusals[what]);
        expect(failure.object).toBeTruthy();
        expect(failure.remedy).toBeTruthy();
        expectNoSecrets(failure, target);
      }
      expect(await bench.names()).not.toContain(file.name);
    },
  );

  test("refuses settings that do not fit, without repeating them", async () => {
    const settings = {
      ...(bench.target.settings as object),
      somethingElse: "a value nobody needs to see",
    };
    const delivery: Delivery = {
      ...deliveryOf(bench.target, []).delivery,
      target: { settings, secrets: { ...bench.target.secrets } },
    };
    const failure = await failureOf(transport.deliver(delivery));
    expect(failure.code).toBe("target.settings-invalid");
    expect(failure.message).not.toContain("nobody needs");
    const unknownSecret = await failureOf(
      transport.deliver({
        ...delivery,
        target: { ...bench.target, secrets: { pin: "0000-1111" } },
      }),
    );
    expect(unknownSecret.code).toBe("target.settings-invalid");
    expect(transport.summary(bench.target.settings)).toBeTruthy();
  });
});
