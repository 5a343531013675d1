import { pathOf, session } from "./bridge.ts";
import { upload } from "./carriers/upload.ts";

/**
 * Brings files of the person to the application.
 * @param onProgress called with the share that has gone, from 0 to 1
 * @returns what commands that take files know them by
 * @throws AppError as the server tells it, server.unreachable; DOMException AbortError
 */
export async function sendFiles(
  files: readonly File[],
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (files.length === 0) return [];
  if (session === null) return files.map(pathOf);
  const reply = await upload(
    // Two files may have the same name: each goes into a folder of its own.
    files.map((file, place) => ({ file, path: `${place}/${file.name}` })),
    session.headers(),
    onProgress,
    signal,
  );
  const { id } = reply as { id: string };
  return [`upload:${id}`];
}
