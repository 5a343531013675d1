import type { FastifyRequest } from "fastify";
import type { ApiContext } from "./api-context.ts";

/**
 * Writes down that somebody is given a file of an export.
 * @param file name of the file
 * @param who in words, where no account is known: `link`
 */
export function noteDownload(
  { audit }: Pick<ApiContext, "audit">,
  request: FastifyRequest,
  run: number,
  file: string,
  who?: string,
): () => void {
  return () =>
    void audit.record("archive.downloaded", {
      object: file,
      run,
      detail: { address: request.ip },
      ...(who === undefined ? {} : { who }),
    });
}
