import type { ErrorView } from "../../main/domain/errors.ts";
import { AppError, fromErrorView } from "../../main/domain/errors.ts";

function isErrorView(value: unknown): value is ErrorView {
  return (
    typeof value === "object" &&
    value !== null &&
    "code" in value &&
    typeof value.code === "string" &&
    "kind" in value &&
    "message" in value &&
    typeof value.message === "string"
  );
}

/** The failure that a reply tells of, whatever stands between the page and the application. */
export function failureOf(status: number, body: unknown): Error {
  if (isErrorView(body)) return fromErrorView(body);
  if (typeof body === "object" && body !== null && "error" in body) {
    if (isErrorView(body.error)) return fromErrorView(body.error);
  }
  return new Error(`The server answered with status ${String(status)}.`);
}

/** Asks, and turns a network that does not answer into an expected failure. @throws AppError server.unreachable */
export async function ask(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { ...init, cache: "no-store" });
  } catch (error) {
    if (init.signal?.aborted === true) throw error;
    throw new AppError("server.unreachable", "Holdall does not answer.", {
      remedy: "Check that `holdall serve` is running, then try again.",
      cause: error,
    });
  }
}

/** The body of a reply as JSON; null when it is none. */
export async function bodyOf(response: Response): Promise<unknown> {
  return response.json().catch(() => null);
}
