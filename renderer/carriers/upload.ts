import { AppError } from "../../main/domain/errors.ts";
import { failureOf } from "./http-errors.ts";

/** A file of this machine, and its place among the files that belong to it: `folder/file.txt`. */
export interface PlacedFile {
  readonly file: File;
  readonly path: string;
}

/**
 * Sends files that belong together to the server. `fetch` does not tell how much has gone, therefore the older way.
 * @param onProgress called with the share that has gone, from 0 to 1
 * @returns the reply
 * @throws AppError as the server tells it, server.unreachable; DOMException AbortError
 */
export function upload(
  files: readonly PlacedFile[],
  headers: Readonly<Record<string, string>>,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<unknown> {
  const form = new FormData();
  for (const { file, path } of files) form.append("files", file, path);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const stop = (): void => {
      request.abort();
    };
    request.open("POST", "/api/holdall/uploads");
    request.responseType = "json";
    for (const [name, value] of Object.entries(headers))
      request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener("loadend", () => {
      signal.removeEventListener("abort", stop);
      const body: unknown = request.response;
      if (signal.aborted) reject(new DOMException("Stopped.", "AbortError"));
      else if (request.status === 0)
        reject(
          new AppError("server.unreachable", "Holdall does not answer.", {
            remedy: "Check that `holdall serve` is running, then try again.",
          }),
        );
      else if (request.status >= 300) reject(failureOf(request.status, body));
      else resolve(body);
    });
    signal.addEventListener("abort", stop);
    request.send(form);
  });
}
