import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { promisify } from "node:util";
import { AppError, systemErrorCode } from "../../domain/errors.ts";
import { targetError } from "../target-errors.ts";

const installRemedy =
  "Install rsync 3.1 or newer (on Debian and Ubuntu: apt install rsync; on macOS: brew install rsync).";

/** What keeps this machine from using rsync; null when nothing does. */
export async function findRsync(): Promise<{
  what: string;
  remedy: string;
} | null> {
  try {
    const { stdout } = await promisify(execFile)("rsync", ["--version"], {
      timeout: 10_000,
    });
    const version = /^rsync +version +v?(\d+)\.(\d+)/m.exec(stdout);
    const [, major = "0", minor = "0"] = version ?? [];
    return Number(major) > 3 || (Number(major) === 3 && Number(minor) >= 1)
      ? null
      : { what: "the rsync on this machine is too old", remedy: installRemedy };
  } catch {
    return {
      what: "there is no program rsync on this machine",
      remedy: installRemedy,
    };
  }
}

interface RsyncRun {
  readonly args: readonly string[];
  /** The target, for people. */
  readonly name: string;
  readonly password: string | undefined;
  readonly signal: AbortSignal;
  readonly onBytes: ((bytes: number) => void) | undefined;
}

/** As much of its complaints as is worth keeping. */
const longestComplaint = 4096;
const killDelayMs = 2000;

/**
 * Runs rsync with an argument array, and waits for its end: when it is cancelled, until rsync has cleaned up.
 * @returns the lines it wrote, without those of its progress
 * @throws AppError target.*
 */
export async function runRsync(run: RsyncRun): Promise<readonly string[]> {
  run.signal.throwIfAborted();
  const child = spawn("rsync", run.args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: environment(run.password),
    windowsHide: true,
  });
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaint = `${complaint}${text}`.slice(-longestComplaint);
  });
  const lines: string[] = [];
  let rest = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    const parts = `${rest}${text}`.split(/[\r\n]/);
    rest = parts.pop() ?? "";
    for (const line of parts) {
      const progress = /^\s*(\d+)\s+\d+%/.exec(line);
      if (progress !== null) run.onBytes?.(Number(progress[1]));
      else if (line !== "" && lines.length < 1000) lines.push(line);
    }
  });

  let killer: NodeJS.Timeout | undefined;
  const stop = () => {
    child.kill("SIGTERM");
    killer = setTimeout(() => child.kill("SIGKILL"), killDelayMs);
  };
  run.signal.addEventListener("abort", stop, { once: true });
  let code: number | null;
  try {
    [code] = (await once(child, "close")) as [number | null];
  } catch (error) {
    if (systemErrorCode(error) !== "ENOENT") throw error;
    throw new AppError(
      "target.tool-missing",
      "There is no program rsync on this machine.",
      { object: "rsync", remedy: installRemedy, cause: error },
    );
  } finally {
    run.signal.removeEventListener("abort", stop);
    clearTimeout(killer);
  }
  run.signal.throwIfAborted();
  if (code !== 0) throw meaning(code, complaint, run.name);
  return lines;
}

/** Only what rsync and ssh need: options of theirs must not come in by the back door. */
function environment(password: string | undefined): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { LC_ALL: "C" };
  for (const name of [
    "PATH",
    "HOME",
    "USER",
    "LOGNAME",
    "SSH_AUTH_SOCK",
    "SystemRoot",
  ]) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  // Never asks for one: nobody is there to answer.
  env["RSYNC_PASSWORD"] = password ?? "";
  return env;
}

/** What an exit code and the complaints that came with it mean. */
function meaning(
  code: number | null,
  complaint: string,
  name: string,
): AppError {
  const cause = new Error(
    `rsync ended with ${String(code)}: ${complaint.trim()}`,
  );
  if (/No space left|quota exceeded/i.test(complaint))
    return targetError("target.full", name, `${name} is full.`, { cause });
  if (
    /Host key verification failed|REMOTE HOST IDENTIFICATION/.test(complaint)
  ) {
    return targetError(
      "target.not-trusted",
      name,
      `The host key of ${name} is not one that is trusted.`,
      {
        remedy:
          "Check that it is the right server; then log in once with ssh, or allow that the first key is trusted.",
        cause,
      },
    );
  }
  if (
    /auth failed on module|Permission denied \((publickey|password|keyboard|gssapi)/.test(
      complaint,
    )
  ) {
    return targetError(
      "target.login-failed",
      name,
      `${name} refused the login.`,
      { cause },
    );
  }
  if (
    /failed to connect|Connection refused|Could not resolve|No route to host|Network is unreachable|Connection timed out|Name or service not known/.test(
      complaint,
    ) ||
    code === 35
  ) {
    return targetError(
      "target.unreachable",
      name,
      `${name} cannot be reached.`,
      { cause },
    );
  }
  if (
    /@ERROR|max connections/.test(complaint) &&
    complaint.includes("max connections")
  )
    return targetError("target.busy", name, `${name} is busy.`, { cause });
  if (
    !complaint.includes("@ERROR") &&
    (code === 10 || code === 12 || code === 30 || code === 255 || code === null)
  ) {
    return targetError(
      "target.interrupted",
      name,
      `The connection to ${name} was lost.`,
      { cause },
    );
  }
  return targetError("target.refused", name, `${name} refused what was sent.`, {
    cause,
  });
}
