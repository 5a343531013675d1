import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { request, type IncomingMessage } from "node:http";
import type { Run } from "../../../main/domain/run.ts";
import {
  startApiServer,
  until,
  type ApiServer,
} from "../../support/api-server.ts";
import { makeApiWorld, type ApiWorld } from "../../support/api-world.ts";

let world: ApiWorld;
let server: ApiServer;
let admin: string;
let user: string;
beforeAll(async () => {
  world = await makeApiWorld();
});
beforeEach(async () => {
  server = await startApiServer(world.data);
  admin = await server.logIn("admin@example.org");
  user = await server.logIn("user@example.org");
});
afterAll(() => world.remove());

/** Listens to the stream of events, and keeps what has come. */
function listen(token: string) {
  const events: Run[] = [];
  let text = "";
  let response: IncomingMessage | null = null;
  let ended = false;
  const sent = request(`${server.url}/api/holdall/events`, {
    headers: { Authorization: `Bearer ${token}` },
    agent: false,
  });
  const opened = new Promise<IncomingMessage>((resolve, reject) => {
    sent.on("error", reject);
    sent.on("response", (found) => {
      response = found;
      found.setEncoding("utf8");
      found.on("data", (piece: string) => {
        text += piece;
        for (;;) {
          const end = text.indexOf("\n\n");
          if (end < 0) break;
          const block = text.slice(0, end);
          text = text.slice(end + 2);
          const data = /^event: run\.changed\ndata: (.*)$/m.exec(block)?.[1];
          if (data !== undefined) events.push(JSON.parse(data) as Run);
        }
      });
      found.on("close", () => (ended = true));
      resolve(found);
    });
  });
  sent.end();
  return {
    events,
    opened,
    ended: () => ended,
    pause: () => response?.pause(),
    close: () => sent.destroy(),
  };
}

const startExport = async () =>
  (await server.command(admin, "exports.create", {
    target: world.collections.open,
    options: {
      format: "saf",
      packer: "zip",
      migrate: false,
      bitstreams: true,
      withdrawn: false,
      verify: true,
    },
  })) as Run;

it("tells what happens to runs as it happens, and begins with those that are not finished", async () => {
  const first = listen(admin);
  const { headers } = await first.opened;
  expect(headers["content-type"]).toContain("text/event-stream");
  expect(headers["cache-control"]).toBe("no-store");
  const run = await startExport();
  // Whoever comes in the middle is told where things stand.
  const second = listen(admin);
  await second.opened;
  await until(async () =>
    first.events.some(({ id, state }) => id === run.id && state === "done"),
  );
  expect(first.events.map(({ id }) => id)).toContain(run.id);
  expect(
    first.events.find(({ state }) => state === "done")?.result,
  ).toMatchObject({
    verified: true,
    path: expect.not.stringContaining("/") as string,
  });
  await until(async () => second.events.some(({ id }) => id === run.id));
  first.close();
  second.close();
  await server.stop();
});

it("tells people of their own runs only", async () => {
  const stream = listen(user);
  await stream.opened;
  const run = await startExport();
  await until(async () => {
    const now = (await server.command(admin, "runs.get", {
      run: run.id,
    })) as Run;
    return now.state === "done";
  });
  expect(stream.events).toEqual([]);
  stream.close();
  await server.stop();
});

it("is not for strangers, and ends with the server", async () => {
  expect((await server.ask("/api/holdall/events")).status).toBe(401);
  const streams = [listen(admin), listen(user)];
  await Promise.all(streams.map(({ opened }) => opened));
  const started = performance.now();
  await server.stop();
  await until(async () => streams.every(({ ended }) => ended()));
  // An open stream does not hold the server back.
  expect(performance.now() - started).toBeLessThan(20_000);
  expect((await server.finished).code).toBe(0);
});
