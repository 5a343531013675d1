import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Drained } from "./drain-client.ts";

const client = fileURLToPath(import.meta.resolve("./drain-client.ts"));

/** Reads a download to its end in another process. @param key empty for none */
export function drain(port: number, path: string, key: string): Drained {
  const said = execFileSync(
    process.execPath,
    [client, String(port), path, key],
    { encoding: "utf8" },
  );
  return JSON.parse(said) as Drained;
}
