import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** A server program that runs until it is closed. */
export interface Daemon {
  close(): Promise<void>;
}

/** Starts a server program in the foreground and waits until its port answers; what it said is told when it does not. */
export async function startDaemon(
  program: string,
  args: readonly string[],
  port: number,
): Promise<Daemon> {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on(
      "data",
      (chunk) => (said = `${said}${String(chunk)}`.slice(-8192)),
    );
  const ended = once(child, "exit");
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  for (let attempt = 0; !(await answers(port)); attempt++) {
    if (isOver() || attempt > 400) {
      child.kill("SIGKILL");
      throw new Error(`${program} did not start: ${said}`);
    }
    await sleep(25);
  }
  return {
    async close() {
      if (isOver()) return;
      child.kill("SIGTERM");
      await ended;
    },
  };
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
