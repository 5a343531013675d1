import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import pino from "pino";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createWebhooks } from "../../../main/jobs/webhooks.ts";
import { createCatalog, type Catalog } from "../../../main/store/catalog.ts";
import { temporaryFolder } from "../../support/holdall.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let catalog: Catalog;
/** What the other side answers next, and what it was told and where. */
let answers: number[] = [];
let told: string[] = [];
let paths: string[] = [];
/** Who waits for an answer that never comes. */
let silent = false;
let isSet = true;
let clock = 1_000_000;
let givenUp: string[] = [];
const other = createServer((request, response) => {
  request.resume().on("end", () => {
    told.push(String(request.headers["x-holdall-delivery"]));
    paths.push(request.url ?? "");
    if (silent && request.url === "/own") return;
    response.writeHead(answers.shift() ?? 200).end();
  });
});

const open = () =>
  createWebhooks({
    store: catalog.outcomes,
    settings: (definition) =>
      isSet
        ? {
            url: `http://127.0.0.1:${String((other.address() as AddressInfo).port)}/${definition === null ? "" : "own"}`,
            events: "all",
            insecure: false,
          }
        : null,
    secret: () => Promise.resolve(null),
    givenUp(uuid) {
      givenUp.push(uuid);
      return Promise.resolve();
    },
    log: pino({ level: "silent" }),
    now: () => clock,
  });

beforeEach(async () => {
  folder = await temporaryFolder();
  catalog = createCatalog(join(folder.path, "catalog.sqlite"));
  answers = [];
  told = [];
  paths = [];
  silent = false;
  isSet = true;
  givenUp = [];
  other.listen(0, "127.0.0.1");
  await new Promise((resolve) => other.once("listening", resolve));
});
afterEach(async () => {
  catalog.close();
  await new Promise((resolve) => {
    other.close(resolve);
    other.closeAllConnections();
  });
  await folder.remove();
});

test("a message is tried again, later and later, until it has arrived; then never again", async () => {
  answers = [500, 503];
  const webhooks = open();
  webhooks.keep({ event: "export.failed" });
  const counts = [];
  for (const later of [0, 4000, 1000, 29_000, 1000, 86_400_000]) {
    clock += later;
    await webhooks.wake();
    counts.push(told.length);
  }
  expect(counts).toEqual([1, 1, 2, 2, 3, 3]);
  expect(new Set(told).size).toBe(1);
  expect(givenUp).toEqual([]);
  await webhooks.close();
});

test("a message that never arrives is given up, and that is told", async () => {
  answers = Array.from({ length: 20 }, () => 500);
  const webhooks = open();
  webhooks.keep({ event: "export.failed" });
  for (let tries = 0; tries < 12; tries++) {
    await webhooks.wake();
    clock += 86_400_000;
  }
  expect(told).toHaveLength(7);
  expect(givenUp).toEqual([told[0]]);
  await webhooks.close();
});

test("what was kept when the program ended is sent by the next one, once", async () => {
  const webhooks = open();
  webhooks.keep({ event: "export.failed" });
  const [one, two] = [open(), open()];
  await Promise.all([one.wake(), two.wake()]);
  expect(told).toHaveLength(1);
  await Promise.all([webhooks.close(), one.close(), two.close()]);
});

const ofOne = { event: "export.failed", definition: { id: 1 } };

test("a webhook that never answers delays no other", async () => {
  silent = true;
  const webhooks = open();
  webhooks.keep(ofOne, true);
  webhooks.keep({ event: "export.failed" });
  const sent = webhooks.wake();
  await vi.waitFor(() => {
    expect(paths.toSorted()).toEqual(["/", "/own"]);
  }, 5000);
  other.closeAllConnections();
  await sent;
  await webhooks.close();
});

test("what follows a failure waits a little, without counting as tried", async () => {
  answers = [500];
  const webhooks = open();
  for (let notice = 0; notice < 150; notice++) webhooks.keep(ofOne, true);
  webhooks.keep({ event: "export.failed" });
  await webhooks.wake();
  expect(paths).toEqual(["/own"]);
  await webhooks.wake();
  expect(paths.filter((path) => path === "/")).toHaveLength(1);
  const waiting = catalog.outcomes.waiting();
  expect(waiting).toHaveLength(100);
  expect(waiting.filter(({ attempts }) => attempts > 0)).toHaveLength(1);
  clock += 5000;
  await webhooks.wake();
  expect(new Set(told).size).toBe(151);
  expect(catalog.outcomes.waiting()).toEqual([]);
  await webhooks.close();
});

test("what is for a webhook that there is no more is let go", async () => {
  isSet = false;
  const webhooks = open();
  webhooks.keep({ event: "export.failed" });
  await webhooks.wake();
  expect(catalog.outcomes.waiting()).toEqual([]);
  expect([told, givenUp]).toEqual([[], []]);
  await webhooks.close();
});
