import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import Fastify from "fastify";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { ApiContext, ApiCore } from "../../../main/api/api-context.ts";
import { addEvents } from "../../../main/api/dialects/holdall/events.ts";
import { createIdentification } from "../../../main/api/identify.ts";
import { times } from "../../../main/api/times.ts";
import type { AccountView } from "../../../main/core/accounts.ts";
import { createEvents } from "../../../main/core/events.ts";

const ada = { id: 7, email: "ada@example.org", admin: true, canLogIn: true };
/** Whose the token is, as the catalog says at the moment; null when it has ended. */
let account: Partial<AccountView> | null = ada;
let catalogFails = false;

const core = {
  sessions: {
    verify: () =>
      catalogFails
        ? Promise.reject(new Error("the catalog cannot be read"))
        : Promise.resolve(account),
  },
  actors: { identify: () => undefined },
  access: {
    callerOf: (found: Partial<AccountView> | null) => ({
      account: found,
      local: false,
      administrator: found?.admin === true,
      groups: [],
    }),
  },
} as unknown as ApiCore;
const events = createEvents();
const context = {
  ...createIdentification(core),
  events,
  commands: { runs: { sees: () => true, unfinished: () => [] } },
} as unknown as ApiContext;
const app = Fastify();

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  addEvents(app, context);
  await app.listen({ port: 0, host: "127.0.0.1" });
});
afterAll(async () => {
  await app.close();
  vi.useRealTimers();
});

async function listen(as: Partial<AccountView> = ada) {
  account = as;
  catalogFails = false;
  const sent = get({
    port: (app.server.address() as AddressInfo).port,
    path: "/events",
    headers: { authorization: "Bearer token" },
    agent: false,
  });
  const [stream] = (await once(sent, "response")) as [IncomingMessage];
  stream.setEncoding("utf8");
  let text = "";
  stream.on("data", (piece: string) => (text += piece));
  return { stream, text: () => text };
}

test("a stream of events goes on as long as whoever listens is who they were", async () => {
  const { stream, text } = await listen();
  account = { ...ada, email: "ada.new@example.org" };
  vi.advanceTimersByTime(times.heartbeat);
  await vi.waitFor(() => {
    expect(text()).toContain(": still here");
  });
  expect(stream.readableEnded).toBe(false);
  stream.destroy();
});

test.each([
  [
    "the token has ended, or the account is gone",
    () => {
      account = null;
    },
  ],
  [
    "they are no administrator any more",
    () => {
      account = { ...ada, admin: false };
    },
  ],
  [
    "the token stands for somebody else",
    () => {
      account = { ...ada, id: 8 };
    },
  ],
  [
    "nobody can say who they are",
    () => {
      catalogFails = true;
    },
  ],
])("a stream of events ends when %s", async (_case, change) => {
  const { stream, text } = await listen();
  change();
  vi.advanceTimersByTime(times.heartbeat);
  await vi.waitFor(() => {
    expect(stream.readableEnded).toBe(true);
  });
  expect(text()).toBe(": hello\n\n");
});

test("everybody who is signed in hears that the catalog has changed", async () => {
  const { stream, text } = await listen({ ...ada, admin: false });
  events.announce("catalog.changed", { revision: 7 });
  await vi.waitFor(() => {
    expect(text()).toContain('event: catalog.changed\ndata: {"revision":7}\n');
  });
  stream.destroy();
});
