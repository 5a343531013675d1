import type { FastifyReply, FastifyRequest } from "fastify";
import { AppError, toErrorView } from "../../../domain/errors.ts";
import { pathOf } from "../../answer-error.ts";
import { errorBody } from "./error-body.ts";
import { parametersOf } from "./asked.ts";
import { EasydbRefusal, apiRefusal } from "./refusal.ts";

/** How a file is to be offered, and under which name. */
export interface Offer {
  readonly kind: "inline" | "attachment" | null;
  readonly name: string;
}

const isKind = (value: unknown): value is "inline" | "attachment" =>
  value === "inline" || value === "attachment";

/**
 * Reads `disposition` and `filename` (easydb.md section 11). A name alone is one to save under.
 * @param path of the file, whose extension the name gets
 * @throws EasydbRefusal error.api.invalid_value
 */
export function readOffer(request: FastifyRequest, path: string): Offer {
  const parameters = parametersOf(request);
  const disposition = parameters("disposition");
  if (disposition !== null && !isKind(disposition))
    throw apiRefusal(
      "invalid_value",
      "`disposition` can be inline or attachment.",
    );
  const own = path.split("/").at(-1) ?? "";
  const given = (parameters("filename") ?? "").replace(
    /[/\\:*?"<>|\p{Cc}]/gu,
    "",
  );
  const extension = /(?:\.tar)?\.[^.]+$/i.exec(own)?.[0] ?? "";
  const name =
    given === ""
      ? own
      : given.toLowerCase().endsWith(extension.toLowerCase())
        ? given
        : given + extension;
  return {
    kind: disposition ?? (given === "" ? null : "attachment"),
    name,
  };
}

/**
 * The path behind a marker in the address, each part decoded once.
 * @throws EasydbRefusal error.api.invalid_value
 */
export function filePathOf(request: FastifyRequest, marker: RegExp): string {
  const address = pathOf(request);
  const start = marker.exec(address);
  const parts = address
    .slice((start?.index ?? 0) + (start?.[0].length ?? 0))
    .split("/")
    .map((part) => {
      try {
        return decodeURIComponent(part);
      } catch {
        return "";
      }
    });
  // One slash at the end is how many write a folder (easydb.md section 1).
  if (parts.length > 1 && parts.at(-1) === "") parts.pop();
  for (const part of parts)
    if (part === "" || part === "." || part === ".." || /[/\\\0]/.test(part))
      throw apiRefusal("invalid_value", "The path cannot be that of a file.");
  return parts.join("/");
}

/** Answers; a person who has opened a link (`disposition` is there) is shown a page when that fails. */
export async function orRedirect(
  request: FastifyRequest,
  reply: FastifyReply,
  answer: () => Promise<FastifyReply>,
): Promise<FastifyReply> {
  try {
    return await answer();
  } catch (error) {
    const { disposition } = request.query as Record<string, unknown>;
    if (!isKind(disposition)) throw error;
    if (error instanceof EasydbRefusal)
      return redirectToError(reply, error.body.code);
    if (error instanceof AppError)
      return redirectToError(reply, errorBody(400, toErrorView(error)).code);
    throw error;
  }
}

/** Sends a browser to the page that tells what went wrong. */
export function redirectToError(
  reply: FastifyReply,
  code: string,
): FastifyReply {
  return reply.redirect(
    `/#server_error:${code.replace(/^error\.(?:user|api)\./, "")}`,
    302,
  );
}
