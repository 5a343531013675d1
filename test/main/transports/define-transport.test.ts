import { inspect } from "node:util";
import { Type } from "typebox";
import { expect, test } from "vitest";
import type { DeliveryProgress } from "../../../main/domain/delivery.ts";
import type { AppError } from "../../../main/domain/errors.ts";
import { defineTransport } from "../../../main/transports/define-transport.ts";
import type { Member } from "../../../main/transports/member.ts";
import { targetError } from "../../../main/transports/target-errors.ts";
import { deliveryOf, onlyOnce } from "../../support/outgoing-files.ts";

const schema = Type.Object({ login: Type.String() });
type Deliver = Member<typeof schema, "password">["deliver"];

/** A transport that does what a test wants. */
const made = (deliver: Deliver) =>
  defineTransport({
    id: "made",
    title: "Made",
    settings: schema,
    secrets: { password: "Password" },
    summary: ({ login }) => `made for ${login}`,
    deliver,
    test: async () => {},
    discard: async () => {},
  });
const target = {
  settings: { login: "me" },
  secrets: { password: "pass word/ü" },
};
const file = {
  path: "/nowhere",
  name: "x.zip",
  size: 1000,
  sha256: "0".repeat(64),
};
const lost = (message = "lost") =>
  targetError("target.interrupted", "made", message);

test("lets no secret out, in whatever form a library tells it", async () => {
  const { password } = target.secrets;
  const forms = [
    password,
    encodeURIComponent(password),
    Buffer.from(password).toString("base64"),
    Buffer.from(`me:${password}`).toString("base64"),
    Buffer.from(`\0me\0${password}`).toString("base64"),
  ];
  const leak = Object.assign(new Error(`could not: ${forms.join(" ")}`), {
    request: { password },
  });
  const told: AppError[] = [];
  const failures = [
    leak,
    targetError("target.busy", password, leak.message, { cause: leak }),
  ];
  for (const failure of failures) {
    const { delivery } = deliveryOf(target, [file], {
      patience: { ...onlyOnce, attempts: 2 },
      onRetry: (error) => told.push(error),
    });
    const thrown: unknown = await made(() => Promise.reject(failure))
      .deliver(delivery)
      .catch((error: unknown) => error);
    const text = inspect([thrown, told], { depth: 10, showHidden: true });
    for (const form of forms) expect(text).not.toContain(form);
    expect(text).toContain("could not");
  }
  expect(told).toHaveLength(1);
});

test("gives up after so many attempts without progress, and counts anew after some", async () => {
  let attempts = 0;
  const delays: number[] = [];
  const transport = made(async (parcel) => {
    attempts++;
    // Two that bring nothing, one that brings something, three that bring nothing.
    if (attempts === 3) parcel.progressed(file, 500);
    throw lost();
  });
  await expect(
    transport.deliver(
      deliveryOf(target, [file], {
        patience: {
          ...onlyOnce,
          attempts: 3,
          firstDelayMs: 1,
          longestDelayMs: 3,
        },
        onRetry: (_error, delayMs) => delays.push(delayMs),
      }).delivery,
    ),
  ).rejects.toMatchObject({ code: "target.interrupted" });
  expect(attempts).toBe(5);
  expect(delays).toEqual([1, 2, 1, 2]);
});

test("does not try again what will not pass", async () => {
  let attempts = 0;
  const transport = made(async () => {
    attempts++;
    throw targetError("target.login-failed", "made", "no");
  });
  await expect(
    transport.deliver(
      deliveryOf(target, [file], { patience: { ...onlyOnce, attempts: 9 } })
        .delivery,
    ),
  ).rejects.toMatchObject({ code: "target.login-failed" });
  expect(attempts).toBe(1);
});

test("tells progress now and then, not each time", async () => {
  const progress: DeliveryProgress[] = [];
  const transport = made(async (parcel) => {
    for (let bytes = 0; bytes <= 1000; bytes++) parcel.progressed(file, bytes);
    parcel.arrived(file, { location: "there", size: 1000, compared: ["size"] });
  });
  const started = performance.now();
  await transport.deliver(
    deliveryOf(target, [file], { onProgress: (now) => progress.push(now) })
      .delivery,
  );
  const tenths = Math.ceil((performance.now() - started) / 100);
  expect(progress.length).toBeLessThanOrEqual(tenths + 2);
  expect(progress.at(-1)).toMatchObject({ bytes: 1000, files: 1 });
});

test("stops waiting when it is cancelled", async () => {
  const stopped = new AbortController();
  const transport = made(() => Promise.reject(lost()));
  await expect(
    transport.deliver(
      deliveryOf(target, [file], {
        signal: stopped.signal,
        patience: {
          ...onlyOnce,
          attempts: 2,
          firstDelayMs: 3_600_000,
          longestDelayMs: 3_600_000,
        },
        onRetry: () => {
          stopped.abort();
        },
      }).delivery,
    ),
  ).rejects.toMatchObject({ code: "run.cancelled" });
});
