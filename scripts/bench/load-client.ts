// Asks a server as fast as it answers and tells what came of it; a program of its own, so that it takes no time from
// the server's thread. The order comes as JSON on standard input, the result goes as JSON to standard output.
import { connect } from "node:net";
import { text } from "node:stream/consumers";

/** One request. */
export interface Request {
  readonly method: "GET" | "POST";
  readonly path: string;
  /** JSON; null for none. */
  readonly body: string | null;
}

/** What to ask. */
export interface Load {
  readonly port: number;
  /** Key for the Authorization header; null for somebody unknown. */
  readonly key: string | null;
  readonly connections: number;
  /** What is asked before and is not counted. */
  readonly warmSeconds: number;
  readonly seconds: number;
  /** Each connection takes them in turn, each from another one on. */
  readonly requests: readonly Request[];
}

/** What came of it. */
export interface LoadResult {
  readonly requests: number;
  /** With those before and after that are not counted. */
  readonly requestsInAll: number;
  readonly seconds: number;
  readonly bytes: number;
  /** Milliseconds from sending a request until its answer was there as a whole. */
  readonly p50: number;
  readonly p99: number;
  readonly longest: number;
}

/** Where the head of an answer ends. */
const headEnd = Buffer.from("\r\n\r\n");

function encode(load: Load, { method, path, body }: Request): Buffer {
  return Buffer.from(
    [
      `${method} ${path} HTTP/1.1`,
      `Host: 127.0.0.1:${String(load.port)}`,
      ...(load.key === null ? [] : [`Authorization: Bearer ${load.key}`]),
      ...(body === null
        ? []
        : [
            "Content-Type: application/json",
            `Content-Length: ${String(Buffer.byteLength(body))}`,
          ]),
      "",
      body ?? "",
    ].join("\r\n"),
  );
}

/** Length of the answer that begins here, head and body; null while its head is not there. @throws Error refusals */
function lengthOf(answer: Buffer): number | null {
  const end = answer.indexOf(headEnd);
  if (end < 0) return null;
  const head = answer.toString("latin1", 0, end);
  if (!head.startsWith("HTTP/1.1 200 "))
    throw new Error(`The server answered ${head.split("\r\n")[0] ?? ""}`);
  const length = /^content-length: *([0-9]+) *$/im.exec(head)?.[1];
  if (length === undefined)
    throw new Error("The server answered without a Content-Length.");
  return end + headEnd.length + Number(length);
}

function ask(load: Load): Promise<LoadResult> {
  const requests = load.requests.map((request) => encode(load, request));
  const begin = performance.now() + load.warmSeconds * 1000;
  const end = begin + load.seconds * 1000;
  const times: number[] = [];
  let requestsInAll = 0;
  let bytes = 0;
  let last = begin;

  const connection = (number: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket = connect({ host: "127.0.0.1", port: load.port });
      socket.setNoDelay(true);
      let turn = Math.floor((number * requests.length) / load.connections);
      let sent = 0;
      let head: Buffer = Buffer.alloc(0);
      /** Of the answer that is coming; null until its head has come. */
      let length: number | null = null;
      let come = 0;
      const send = (): void => {
        head = Buffer.alloc(0);
        length = null;
        come = 0;
        sent = performance.now();
        socket.write(requests[turn++ % requests.length] ?? "");
      };
      socket.on("connect", send);
      socket.on("data", (part: Buffer) => {
        come += part.length;
        if (length === null) {
          head = head.length === 0 ? part : Buffer.concat([head, part]);
          try {
            length = lengthOf(head);
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)));
            socket.destroy();
            return;
          }
        }
        if (length === null || come < length) return;
        const now = performance.now();
        requestsInAll += 1;
        // Answers are counted by their end; those after the last moment are not.
        if (now >= begin && now <= end) {
          times.push(now - sent);
          bytes += come;
          last = now;
        }
        if (now < end) {
          send();
          return;
        }
        socket.destroy();
        resolve();
      });
      socket.on("error", reject);
      socket.on("close", () => {
        if (performance.now() < end)
          reject(new Error("The server closed a connection."));
      });
    });

  return Promise.all(
    Array.from({ length: load.connections }, (_, number) => connection(number)),
  ).then(() => {
    times.sort((one, other) => one - other);
    // Where nothing was answered in time, an answer takes at least as long as was waited for it.
    const at = (part: number) =>
      times[Math.min(times.length - 1, Math.floor(times.length * part))] ??
      end - begin;
    return {
      requests: times.length,
      requestsInAll,
      seconds: (times.length === 0 ? end - begin : last - begin) / 1000,
      bytes,
      p50: at(0.5),
      p99: at(0.99),
      longest: at(1),
    };
  });
}

if (import.meta.main) {
  const load = JSON.parse(await text(process.stdin)) as Load;
  process.stdout.write(JSON.stringify(await ask(load)));
}
