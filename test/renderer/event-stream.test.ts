import { expect, test } from "vitest";
import { readEvents } from "../../renderer/carriers/event-stream.ts";

async function read(...pieces: (string | Uint8Array<ArrayBuffer>)[]) {
  const encoder = new TextEncoder();
  let signs = 0;
  const events: unknown[] = [];
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      for (const piece of pieces)
        controller.enqueue(
          typeof piece === "string" ? encoder.encode(piece) : piece,
        );
      controller.close();
    },
  });
  for await (const event of readEvents(body, () => (signs += 1)))
    events.push(event);
  return { events, signs };
}

test("reads name and data", async () => {
  const { events } = await read(
    'event: run.changed\ndata: {"id":1}\n\n',
    'event: run.changed\ndata: {"id":2}\n\n',
  );
  expect(events).toEqual([
    { name: "run.changed", data: '{"id":1}' },
    { name: "run.changed", data: '{"id":2}' },
  ]);
});

test("does not mind where the pieces are cut", async () => {
  const bytes = new TextEncoder().encode(
    "event: a\r\ndata: Ærø 鐘\r\ndata: two\r\n\r\n:still here\n\ndata:b\n\n",
  );
  for (let cut = 0; cut <= bytes.length; cut += 1) {
    const { events } = await read(bytes.slice(0, cut), bytes.slice(cut));
    expect(events).toEqual([
      { name: "a", data: "Ærø 鐘\ntwo" },
      { name: "message", data: "b" },
    ]);
  }
});

test("takes a comment for a sign of life, and for nothing else", async () => {
  expect(await read(": hello\n\n")).toEqual({ events: [], signs: 1 });
});

test("leaves out an event that was cut off", async () => {
  expect((await read("data: half")).events).toEqual([]);
});
