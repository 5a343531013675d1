import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

export interface Command {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly folder?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Measurement {
  /** Wall clock from start to exit. */
  readonly seconds: number;
  /** Time all its threads spent on a processor; null where it cannot be seen. Shaken less by other work than the clock. */
  readonly processorSeconds: number | null;
  /** Most memory the process had in RAM at once, all its threads together; null where it cannot be seen. */
  readonly peakMebibytes: number | null;
}

const timeProgram = "/usr/bin/time";
/** Peak in KiB, seconds in the program, seconds in the system for it. */
const timeFormat = "%M %U %S";
/** GNU time knows the peak from the kernel; BSD's has no such option. */
const hasTimeProgram =
  existsSync(timeProgram) &&
  spawnSync(timeProgram, ["-f", timeFormat, "true"]).status === 0;
const pollMilliseconds = 20;
/** What is kept of a program's messages, to be shown when it fails. */
const keptMessage = 4000;

/** How peaks of memory are found on this machine, as a phrase. */
export const memoryWitness = hasTimeProgram
  ? `by ${timeProgram}`
  : existsSync("/proc/self/status")
    ? "by polling /proc"
    : "not at all";

/** The peak of a running process as the kernel counts it; null when it is gone or the system has no /proc. */
function readPeak(processId: number): number | null {
  try {
    const status = readFileSync(`/proc/${processId}/status`, "utf8");
    const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
    return kibibytes === undefined ? null : Number(kibibytes) / 1024;
  } catch {
    return null;
  }
}

function readTimeProgram(
  file: string,
): Pick<Measurement, "processorSeconds" | "peakMebibytes"> {
  const lines = readFileSync(file, "utf8").trim().split("\n");
  rmSync(file, { force: true });
  const [peak = NaN, inProgram = NaN, inSystem = NaN] = (lines.at(-1) ?? "")
    .split(" ")
    .map(Number);
  return {
    processorSeconds: inProgram + inSystem,
    peakMebibytes: peak / 1024,
  };
}

/**
 * Runs a program and measures it from start to exit.
 * @throws Error with what it said when it cannot be started or does not end with 0
 */
export async function measure(
  command: Command,
  workFolder: string,
): Promise<Measurement> {
  const timeFile = join(workFolder, "time.txt");
  const [program, given] = hasTimeProgram
    ? [
        timeProgram,
        [
          "-f",
          timeFormat,
          "-o",
          timeFile,
          command.program,
          ...command.arguments,
        ],
      ]
    : [command.program, [...command.arguments]];
  const start = performance.now();
  const child = spawn(program, given, {
    cwd: command.folder,
    env: { ...process.env, LC_ALL: "C.UTF-8", ...command.environment },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let message = "";
  child.stderr.on("data", (piece: Buffer) => {
    message = (message + piece.toString()).slice(-keptMessage);
  });
  let polled: number | null = null;
  const poll = hasTimeProgram
    ? undefined
    : setInterval(() => {
        polled =
          child.pid === undefined ? polled : (readPeak(child.pid) ?? polled);
      }, pollMilliseconds);
  try {
    const { code, signal, seconds } = await new Promise<{
      code: number | null;
      signal: string | null;
      seconds: number;
    }>((resolve, reject) => {
      child.on("error", reject);
      let ended = 0;
      child.on("exit", () => {
        ended = performance.now();
      });
      child.on("close", (exitCode, endSignal) => {
        resolve({
          code: exitCode,
          signal: endSignal,
          seconds: (ended - start) / 1000,
        });
      });
    });
    if (code !== 0) {
      throw new Error(
        `${command.program} ${command.arguments.join(" ")} ended with ${code ?? signal ?? "nothing"}: ${message.trim()}`,
      );
    }
    return {
      seconds,
      ...(hasTimeProgram
        ? readTimeProgram(timeFile)
        : { processorSeconds: null, peakMebibytes: polled }),
    };
  } finally {
    clearInterval(poll);
  }
}
