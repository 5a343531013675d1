import { once } from "node:events";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { leavingOf } from "../../../main/api/leaving.ts";

/** Answers when it is told to, or when whoever asked has gone. */
let server: Server;
let asked: (signal: AbortSignal, answer: () => void) => void;
beforeAll(async () => {
  server = createServer((incoming, response) => {
    incoming.resume().on("end", () => {
      asked(leavingOf(response)(), () => response.end("answer"));
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => {
  server.close();
});

const post = () => {
  const { port } = server.address() as AddressInfo;
  const sent = request({ port, host: "127.0.0.1", method: "POST" });
  sent.on("error", () => undefined).end("{}");
  return sent;
};

test("who goes away before the answer has left", async () => {
  const left = new Promise<unknown>((resolve) => {
    asked = (signal) => {
      signal.addEventListener("abort", () => {
        resolve(signal.reason);
      });
      sent.destroy();
    };
  });
  const sent = post();
  expect(await left).toMatchObject({ code: "asker.gone" });
});

test("who waits for the answer and gets it has not", async () => {
  let seen: AbortSignal | undefined;
  asked = (signal, answer) => {
    seen = signal;
    answer();
  };
  const sent = post();
  const closed = once(sent, "close");
  const [response] = (await once(sent, "response")) as [NodeJS.ReadableStream];
  let text = "";
  for await (const part of response) text += String(part);
  expect(text).toBe("answer");
  await closed;
  expect(seen?.aborted).toBe(false);
});
