import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { chromium } from "playwright-core";
import type { DesktopApplication, Start } from "./desktop-application.ts";

const checkout = resolve(import.meta.dirname, "../../..");
const program = resolve(import.meta.dirname, "../electron/program.ts");

interface Ready {
  readonly endpoint: string;
  readonly chromiumPid: number;
}

interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

/** Starts the built application in the stand-in for Electron. */
export function startStandIn(start: Start): DesktopApplication {
  const child = spawn(
    process.execPath,
    [
      program,
      ...(start.switches ?? []),
      start.appFolder ?? checkout,
      ...(start.opened ?? []),
    ],
    {
      env: { ...process.env, ...start.env },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      serialization: "advanced",
    },
  );
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const ended = once(child, "exit").then(([code]) => code as number | null);

  let gone: Error | null = null;
  const questions = new Map<
    number,
    { resolve(value: unknown): void; reject(error: Error): void }
  >();
  let last = 0;
  let chromiumPid = 0;
  const ready = new Promise<Ready>((resolve, reject) => {
    child.on("message", (message: Ready | Answer) => {
      if ("endpoint" in message) {
        chromiumPid = message.chromiumPid;
        resolve(message);
        return;
      }
      const question = questions.get(message.id);
      questions.delete(message.id);
      if (message.error === undefined) question?.resolve(message.value);
      else question?.reject(new Error(message.error));
    });
    void ended.then((code) => {
      const error = new Error(
        `The application ended with ${String(code)}.\n${said}`,
      );
      gone = error;
      reject(error);
      for (const question of questions.values()) question.reject(error);
    });
  });
  ready.catch(() => {});
  const connected = ready.then(async ({ endpoint }) =>
    chromium.connectOverCDP(endpoint),
  );
  connected.catch(() => {});
  const context = connected.then((browser) => {
    const [own] = browser.contexts();
    if (own === undefined) throw new Error("Chromium has no pages.");
    return own;
  });
  context.catch(() => {});

  return {
    process: child,
    ended,
    stderr: () => said,
    async window() {
      const pages = await context;
      return pages.pages()[0] ?? pages.waitForEvent("page");
    },
    nextWindow: async () => (await context).waitForEvent("page"),
    async evaluate(asked: unknown, argument?: unknown) {
      await ready;
      if (gone !== null) throw gone;
      return new Promise((resolve, reject) => {
        const id = ++last;
        questions.set(id, { resolve, reject });
        child.send({ id, source: String(asked), argument });
      });
    },
    async dispose() {
      if (child.exitCode === null && child.signalCode === null)
        child.kill("SIGKILL");
      await ended;
      const browser = await connected.catch(() => null);
      await browser?.close().catch(() => {});
      // Its Chromium outlives it when it was killed.
      if (chromiumPid !== 0) {
        try {
          process.kill(chromiumPid, "SIGKILL");
        } catch {
          return;
        }
      }
    },
  };
}
