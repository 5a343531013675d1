import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { get, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import Fastify from "fastify";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { pumpFile } from "../../../main/api/pump-file.ts";

/** More than the system keeps on the way, and no multiple of a piece. */
const content = randomBytes(32_000_001);
const app = Fastify();
const opened: FileHandle[] = [];
let folder: string;
let origin: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "holdall-test-"));
  const path = join(folder, "file");
  writeFileSync(path, content);
  app.get("/:start/:length", async (request, reply) => {
    const { start, length } = request.params as Record<string, string>;
    const part = { start: Number(start), length: Number(length) };
    const file = await open(path);
    opened.push(file);
    reply.code(206).header("Content-Length", part.length).header("X-Own", "1");
    await pumpFile(reply, file, part);
    return reply;
  });
  origin = await app.listen({ host: "127.0.0.1", port: 0 });
});

afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

async function ask(start: number, length: number): Promise<IncomingMessage> {
  const url = `${origin}/${String(start)}/${String(length)}`;
  const [response] = (await once(get(url), "response")) as [IncomingMessage];
  return response;
}

/** A closed file has no descriptor. */
const allAreClosed = () =>
  vi.waitFor(() => {
    expect(opened.map(({ fd }) => fd)).toEqual(opened.map(() => -1));
  });

test.each([
  [0, content.length],
  [0, 1],
  [content.length - 1, 1],
  [524_287, 524_289],
  [1, 1_048_577],
])("sends %i and the %i bytes from there on", async (start, length) => {
  const response = await ask(start, length);
  expect(response.statusCode).toBe(206);
  expect(response.headers["x-own"]).toBe("1");
  const body = await buffer(response);
  expect(body.equals(content.subarray(start, start + length))).toBe(true);
  await allAreClosed();
});

test("a client that takes its time gets the same", async () => {
  const response = await ask(0, content.length);
  const parts: Buffer[] = [];
  for await (const part of response) {
    parts.push(part as Buffer);
    if (parts.length % 50 === 1)
      await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(Buffer.concat(parts).equals(content)).toBe(true);
});

test("a client that leaves ends the sending", async () => {
  const response = await ask(0, content.length);
  await once(response, "readable");
  response.destroy();
  await allAreClosed();
});

test("a file that is shorter than was said breaks the connection off", async () => {
  const response = await ask(0, content.length + 1);
  await expect(buffer(response)).rejects.toThrow();
  await allAreClosed();
});
