import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { Load, LoadResult } from "./load-client.ts";

const client = fileURLToPath(import.meta.resolve("./load-client.ts"));

/**
 * Has another process ask a server for a while.
 * @throws Error when an answer is not 200
 */
export async function putLoad(load: Load): Promise<LoadResult> {
  const child = spawn(process.execPath, [client], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.end(JSON.stringify(load));
  const [said, message] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  if (child.exitCode !== 0)
    throw new Error(`The load was not put: ${message.trim()}`);
  return JSON.parse(said) as LoadResult;
}
