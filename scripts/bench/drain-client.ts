// Downloads and throws away what comes, as `cat file > /dev/null` does. Arguments: port, path, key or nothing. Writes
// what came as JSON to standard output.
import { connect } from "node:net";

/** What came of it. */
export interface Drained {
  /** Bytes of the body; with the marks of its chunks where it came in some. */
  readonly bytes: number;
  /** From the request to the last byte. */
  readonly seconds: number;
  /** From the request to the first byte of the body. */
  readonly firstByteSeconds: number;
}

const headEnd = Buffer.from("\r\n\r\n");
/** How a body that comes in chunks ends. */
const chunksEnd = Buffer.from("0\r\n\r\n");

/** @throws Error when the answer is not 200 or ends too soon */
function drain(port: number, path: string, key: string): Promise<Drained> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    let head = Buffer.alloc(0);
    let length: number | null = null;
    let bytes = 0;
    let firstByteSeconds: number | null = null;
    let tail = Buffer.alloc(0);
    const since = () => (performance.now() - start) / 1000;
    const finish = (): void => {
      resolve({
        bytes,
        seconds: since(),
        firstByteSeconds: firstByteSeconds ?? since(),
      });
      socket.destroy();
    };
    const take = (count: number, buffer: Uint8Array): void => {
      if (length === null) {
        head = Buffer.concat([head, buffer.subarray(0, count)]);
        const end = head.indexOf(headEnd);
        if (end < 0) return;
        const text = head.toString("latin1", 0, end);
        length = /^transfer-encoding: *chunked/im.test(text)
          ? Infinity
          : Number(/^content-length: *([0-9]+)/im.exec(text)?.[1]);
        if (!text.startsWith("HTTP/1.1 200 ") || Number.isNaN(length)) {
          reject(new Error(`The server answered ${text}`));
          socket.destroy();
          return;
        }
        bytes = head.length - end - headEnd.length;
      } else {
        bytes += count;
      }
      if (bytes > 0) firstByteSeconds ??= since();
      if (length === Infinity) {
        const last = buffer.subarray(Math.max(0, count - 5), count);
        tail = Buffer.concat([tail, last]).subarray(-chunksEnd.length);
      } else if (bytes >= length) finish();
    };
    const socket = connect({
      host: "127.0.0.1",
      port,
      // One buffer for all, so that the client is not what is measured.
      onread: {
        buffer: Buffer.allocUnsafeSlow(1 << 20),
        callback: (count, buffer) => {
          take(count, buffer);
          return true;
        },
      },
    });
    socket.on("error", reject);
    socket.on("close", () => {
      if (length === Infinity && tail.equals(chunksEnd)) finish();
      else reject(new Error(`Only ${String(bytes)} bytes came.`));
    });
    const identity = key === "" ? "" : `Authorization: Bearer ${key}\r\n`;
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${String(port)}\r\nConnection: close\r\n${identity}\r\n`,
    );
  });
}

if (import.meta.main) {
  const [port, path = "/", key = ""] = process.argv.slice(2);
  process.stdout.write(JSON.stringify(await drain(Number(port), path, key)));
}
