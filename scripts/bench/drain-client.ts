// Downloads and throws away what comes, as `cat file > /dev/null` does. Arguments: port, path, key or nothing. Writes
// what came as JSON to standard output.
import { connect } from "node:net";

/** What came of it. */
export interface Drained {
  /** Bytes of the body. */
  readonly bytes: number;
  /** From the request to the last byte. */
  readonly seconds: number;
}

const headEnd = Buffer.from("\r\n\r\n");

/** @throws Error when the answer is not 200 or ends too soon */
function drain(port: number, path: string, key: string): Promise<Drained> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    let head = Buffer.alloc(0);
    let length: number | null = null;
    let bytes = 0;
    const take = (count: number, buffer: Uint8Array): void => {
      if (length === null) {
        head = Buffer.concat([head, buffer.subarray(0, count)]);
        const end = head.indexOf(headEnd);
        if (end < 0) return;
        const text = head.toString("latin1", 0, end);
        length = Number(/^content-length: *([0-9]+)/im.exec(text)?.[1]);
        if (!text.startsWith("HTTP/1.1 200 ") || Number.isNaN(length)) {
          reject(new Error(`The server answered ${text}`));
          socket.destroy();
          return;
        }
        bytes = head.length - end - headEnd.length;
      } else {
        bytes += count;
      }
      if (bytes < length) return;
      resolve({ bytes, seconds: (performance.now() - start) / 1000 });
      socket.destroy();
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
      reject(new Error(`Only ${String(bytes)} bytes came.`));
    });
    const identity = key === "" ? "" : `Authorization: Bearer ${key}\r\n`;
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${String(port)}\r\n${identity}\r\n`,
    );
  });
}

if (import.meta.main) {
  const [port, path = "/", key = ""] = process.argv.slice(2);
  process.stdout.write(JSON.stringify(await drain(Number(port), path, key)));
}
