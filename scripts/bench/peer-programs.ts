import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import type { Command } from "./measure.ts";
import { serve, type Serving } from "./serving.ts";

const checkout = join(import.meta.dirname, "../..");
const prototype = join(checkout, "../shared/bench/prototype");
const loader = join(prototype, "sqlite_load.cjs");
const server = join(prototype, "hal_server.cjs");

/** A bare server of the same things with nothing but what is needed to answer, and what fills its database. */
export interface PeerPrograms {
  /** Makes its database of so many items. @throws Error */
  load(database: string, items: number): void;
  /** Starts it. @param file what it offers for download */
  serve(database: string, log: string, file?: string): Promise<Serving>;
}

/** The programs find their packages in this checkout. */
function command(program: string, ...given: readonly string[]): Command {
  return {
    program: process.execPath,
    arguments: [program, ...given],
    environment: { NODE_PATH: join(checkout, "node_modules") },
  };
}

async function freePort(): Promise<number> {
  const held = createServer().listen(0, "127.0.0.1");
  await once(held, "listening");
  const address = held.address();
  held.close();
  await once(held, "close");
  if (address === null || typeof address === "string")
    throw new Error("There is no free port.");
  return address.port;
}

/** Finds the peer's programs; null when they are not there. */
export function findPeerPrograms(): PeerPrograms | null {
  if (!existsSync(loader) || !existsSync(server)) return null;
  return {
    load(database, items) {
      const load = command(loader, database, String(items));
      const { status, stderr } = spawnSync(load.program, load.arguments, {
        env: { ...process.env, ...load.environment },
        encoding: "utf8",
      });
      if (status !== 0)
        throw new Error(`The peer's database was not made: ${stderr}`);
    },
    async serve(database, log, file = database) {
      const port = await freePort();
      return serve(
        command(server, database, String(port), file),
        log,
        () => port,
      );
    },
  };
}
