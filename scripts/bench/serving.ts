import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import type { Command } from "./measure.ts";
import { holdall } from "./tools.ts";

/** A server that answers. */
export interface Serving {
  readonly port: number;
  /** Memory it has in RAM now, in MiB; null where it cannot be seen. */
  memory(): number | null;
  /** The most it ever had. */
  peakMemory(): number | null;
  /** Time all its threads have spent on a processor, in seconds; null where it cannot be seen. */
  processorSeconds(): number | null;
  stop(): Promise<void>;
}

/** What Linux counts processor time in, on every machine. */
const ticksPerSecond = 100;

/** Who the benchmark logs in as. */
export const administrator = {
  login: "bench@example.org",
  password: "only for the benchmark",
} as const;

/** Makes the one account of a data folder, an administrator's. */
export function addAdministrator(dataFolder: string): void {
  run(
    holdall(
      dataFolder,
      "user",
      "add",
      administrator.login,
      "--admin",
      "--password-stdin",
    ),
    `${administrator.password}\n`,
  );
}

/** A new key of the administrator. */
export function createKey(dataFolder: string): string {
  const command = holdall(
    dataFolder,
    "--json",
    "apikey",
    "create",
    administrator.login,
  );
  return (JSON.parse(run(command)) as { key: string }).key;
}

function run(command: Command, input = ""): string {
  const { status, stdout, stderr } = spawnSync(
    command.program,
    command.arguments,
    { input, encoding: "utf8" },
  );
  if (status !== 0)
    throw new Error(
      `${command.arguments.join(" ")} ended with ${String(status)}: ${stderr}`,
    );
  return stdout;
}

/** Starts `holdall serve`. @param log file for what it says while it works */
export function serveHoldall(
  dataFolder: string,
  log: string,
): Promise<Serving> {
  return serve(
    holdall(dataFolder, "--json", "serve", "--port", "0"),
    log,
    (line) => Number(new URL((JSON.parse(line) as { url: string }).url).port),
  );
}

/**
 * Starts a server and waits for its first line.
 * @param portOf reads the port from that line
 */
export async function serve(
  command: Command,
  log: string,
  portOf: (line: string) => number,
): Promise<Serving> {
  const errors = openSync(log, "a");
  const child = spawn(command.program, command.arguments, {
    env: { ...process.env, ...command.environment },
    stdio: ["ignore", "pipe", errors],
  });
  closeSync(errors);
  const ended = once(child, "close");
  const line = await new Promise<string>((resolve, reject) => {
    let said = "";
    child.stdout?.on("data", (part: Buffer) => {
      said += part.toString();
      if (said.includes("\n")) resolve(said);
    });
    ended.then(() => {
      reject(new Error(`A server did not start: ${readFileSync(log, "utf8")}`));
    }, reject);
  });
  const kibibytes = (name: string): number | null => {
    try {
      const status = readFileSync(`/proc/${String(child.pid)}/status`, "utf8");
      const found = new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(status);
      return found?.[1] === undefined ? null : Number(found[1]) / 1024;
    } catch {
      return null;
    }
  };
  return {
    port: portOf(line),
    memory: () => kibibytes("VmRSS"),
    peakMemory: () => kibibytes("VmHWM"),
    processorSeconds() {
      try {
        const stat = readFileSync(`/proc/${String(child.pid)}/stat`, "utf8");
        // The name, in brackets, may hold anything; user and system time are the 12th and 13th field after it.
        const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
        return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
      } catch {
        return null;
      }
    },
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}
