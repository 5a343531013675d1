import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { AppError, toErrorView, type ErrorCode } from "../domain/errors.ts";
import { httpStatuses, type Dialect } from "./dialect.ts";

interface ParseError extends Error {
  readonly code?: string;
  /** What had come last when the reading stopped. */
  readonly rawPacket?: unknown;
}

const answered = new WeakSet<Socket>();
/** Milliseconds for which the rest of a request is waited for. */
const lingering = 1000;

const reasons: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  HPE_HEADER_OVERFLOW: [
    "request.head-too-large",
    "The address and the headers of the request are too long.",
  ],
  ERR_HTTP_REQUEST_TIMEOUT: [
    "request.too-slow",
    "The request did not come in time.",
  ],
};

/**
 * Answers a request that is none: what came cannot be read as HTTP, or is too long, so that no route is asked. Whose
 * words are to be used is in its first line, where that has come along.
 */
export function answerUnreadable(
  error: ParseError,
  socket: Socket,
  dialectOf: (url: string) => Dialect,
): void {
  // The rest of what has been answered already.
  if (answered.has(socket)) return;
  if (error.code === "ECONNRESET" || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const [code, message] = reasons[error.code ?? ""] ?? [
    "input.invalid",
    "The request cannot be read.",
  ];
  const { rawPacket } = error;
  const start = Buffer.isBuffer(rawPacket)
    ? rawPacket.subarray(0, 2048).toString("latin1")
    : "";
  const view = toErrorView(new AppError(code, message));
  const [, path = firstPath] = /^[A-Z]+ (\/[^\s?]*)/.exec(start) ?? [];
  const dialect = dialectOf(path);
  const status =
    code === "request.too-slow"
      ? 408
      : ((httpStatuses as Partial<Record<string, number>>)[code] ?? 400);
  const { body, headers } = dialect.failure({ status, error: view, path });
  const text = JSON.stringify(body);
  const head = [
    `HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ""}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${String(Buffer.byteLength(text))}`,
    "Connection: close",
  ].join("\r\n");
  answered.add(socket);
  socket.end(`${head}\r\n\r\n${text}`);
  // Closed at once while the other side still sends, the connection would take the answer with it.
  socket.setTimeout(lingering, () => {
    socket.destroy();
  });
  socket.resume();
}

/** Only what comes in several packets is without its first line: a long list of ids, as only RSpace's clients send. */
const firstPath = "/api/v1/export/xml/selection";
