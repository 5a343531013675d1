import { connect, type Socket } from "node:net";
import { buffer } from "node:stream/consumers";
import Fastify from "fastify";
import { afterAll, beforeAll, expect, it } from "vitest";
import { sendText } from "../../../../../main/api/dialects/dspace/send-hal.ts";

const app = Fastify();
let port: number;

/** An answer of nearly two million bytes, with nothing in it that another has. */
const answerOf = (number: number): string =>
  Array.from({ length: 20_000 }, (_, at) => `${String(number)}:${String(at)} ü`)
    .join(" ")
    .repeat(9);

beforeAll(async () => {
  app.get<{ Params: { number: string } }>("/:number", (request, reply) => {
    const text = answerOf(Number(request.params.number));
    const half = text.length / 2;
    return sendText(request, reply, [
      text.slice(0, half),
      Buffer.from(text.slice(half)),
    ]);
  });
  port = Number(new URL(await app.listen({ host: "127.0.0.1", port: 0 })).port);
});
afterAll(() => app.close());

/** Asks for several answers in one go, and takes nothing of them. */
function ask(numbers: readonly number[]): Socket {
  const socket = connect({ host: "127.0.0.1", port }).pause();
  for (const number of numbers)
    socket.write(
      `GET /${String(number)} HTTP/1.1\r\nHost: a\r\n${number === numbers.at(-1) ? "Connection: close\r\n" : ""}\r\n`,
    );
  return socket;
}

/** Takes all of them. */
async function bodies(socket: Socket): Promise<string[]> {
  let rest = await buffer(socket);
  const found: string[] = [];
  while (rest.length > 0) {
    const head = rest.indexOf("\r\n\r\n") + 4;
    const [, length] =
      /content-length: (\d+)/i.exec(rest.toString("latin1", 0, head)) ?? [];
    const end = head + Number(length);
    found.push(rest.toString("utf8", head, end));
    rest = rest.subarray(end);
  }
  return found;
}

it("gives everybody their own long answers, however slowly they take them, and whoever leaves", async () => {
  // More than a connection carries before anybody takes something.
  const waiting = [1, 2, 3, 4, 5];
  const slow = ask(waiting);
  const leaving = ask([6, 7, 8, 9, 10]);
  const taken = await Promise.all([bodies(ask([11, 12])), bodies(ask([13]))]);
  leaving.destroy();
  taken.push(await bodies(ask([14, 15, 16])));
  taken.push(await bodies(slow));
  const expected = [[11, 12], [13], [14, 15, 16], waiting];
  expect(taken.map((texts) => texts.length)).toEqual([2, 1, 3, 5]);
  taken.forEach((texts, at) => {
    expect(
      texts.every((text, n) => text === answerOf(expected[at]?.[n] ?? 0)),
    ).toBe(true);
  });
});
