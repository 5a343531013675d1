import { once } from "node:events";
import type { Agent, IncomingMessage } from "node:http";
import { pipeline } from "node:stream/promises";
import { text } from "node:stream/consumers";
import type { Readable } from "node:stream";

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

interface OutgoingRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | Readable | null;
  readonly agent: Agent;
  readonly signal: AbortSignal;
}

/** Sends a request and reads the answer, which may come before all of the body is sent. */
export async function sendRequest(outgoing: OutgoingRequest): Promise<Answer> {
  const { body, url, signal } = outgoing;
  // As in openBucket.
  const { request: send } =
    url.protocol === "https:"
      ? process.getBuiltinModule("node:https")
      : process.getBuiltinModule("node:http");
  const request = send(url, {
    method: outgoing.method,
    headers: outgoing.headers,
    agent: outgoing.agent,
    signal,
  });
  const answered = once(request, "response") as Promise<[IncomingMessage]>;
  // An answer that refuses the body ends the sending; only without one is that a failure.
  const sent =
    body === null || Buffer.isBuffer(body)
      ? void request.end(body ?? undefined)
      : pipeline(body, request);
  const failure = Promise.resolve(sent).then(
    () => null,
    (error: unknown) => ({ error }),
  );
  let response: IncomingMessage;
  try {
    [response] = await answered;
  } catch (error) {
    throw (await failure)?.error ?? error;
  }
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: await text(response),
  };
}
