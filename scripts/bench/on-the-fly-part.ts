import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { BenchContext } from "./bench-context.ts";
import { drain } from "./drain.ts";
import { warm } from "./machine.ts";
import { measure } from "./measure.ts";
import { say } from "./say.ts";
import {
  addAdministrator,
  administrator,
  serveHoldall,
  type Serving,
} from "./serving.ts";
import { writeLarge } from "./write-large.ts";

const work = "ZIP on the fly";

interface Export {
  readonly _state: string;
  readonly export: { readonly _id: number };
}

/** Has everything exported through easydb's dialect; gives back the address of the ZIP of it. */
async function exportFiles({ port }: Serving): Promise<string> {
  const ask = async <Body>(
    method: string,
    path: string,
    body?: object,
  ): Promise<Body> => {
    const url = `http://127.0.0.1:${String(port)}/api/v1${path}`;
    const answer = await fetch(url, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok)
      throw new Error(
        `${method} ${path} was answered with ${String(answer.status)}.`,
      );
    return (await answer.json()) as Body;
  };
  const { token } = await ask<{ token: string }>("GET", "/session");
  const query = new URLSearchParams({ token });
  const login = new URLSearchParams({ token, ...administrator });
  await ask("POST", `/session/authenticate?${login.toString()}`);
  const made = await ask<Export>("PUT", `/export?${query.toString()}`, {
    export: {
      search: {},
      eas_fields: { "item.ORIGINAL": { files: true } },
      filename_original: true,
    },
  });
  const path = `/export/${String(made.export._id)}`;
  for (;;) {
    const { _state } = await ask<Export>("GET", `${path}?${query.toString()}`);
    if (_state === "done") return `/api/v1${path}/zip?${query.toString()}`;
    if (_state === "failed") throw new Error("The export failed.");
    await pause(250);
  }
}

/** The folder of the one export there is. */
function folderOfExport(dataFolder: string): string {
  const exports = join(dataFolder, "exports");
  const [name] = readdirSync(exports).filter((one) =>
    statSync(join(exports, one)).isDirectory(),
  );
  if (name === undefined) throw new Error("The export has no folder.");
  return join(exports, name);
}

/** A ZIP of an export's files that is made while it is sent, against `zip` with the same files. */
export async function benchOnTheFly(context: BenchContext): Promise<void> {
  const { figures, options, peers, result, workshop } = context;
  const dataFolder = workshop.keptFolder("data-onthefly");
  say(`Writing ${String(options.onTheFlyMebibytes)} MiB of files ...`);
  await writeLarge(dataFolder, options.onTheFlyMebibytes);
  addAdministrator(dataFolder);
  const server = await serveHoldall(
    dataFolder,
    join(workshop.folder, "onthefly.log"),
  );
  const growth: number[] = [];
  const first: number[] = [];
  try {
    const path = await exportFiles(server);
    const files = folderOfExport(dataFolder);
    const tell = (run: number, tool: string, rest: string) => {
      say(`  ${String(run)}/${String(options.runs)} ${tool} ${rest}`);
    };
    for (let run = 1; run <= options.runs; run += 1) {
      const folder = workshop.freshFolder();
      await workshop.settle(false);
      warm(files);
      if (peers.zip !== null) {
        const archive = join(folder, "out.zip");
        const zipped = await measure(
          peers.zip(files, archive, 0),
          workshop.folder,
        );
        figures.add({
          work,
          tool: "zip -0",
          run,
          ...zipped,
          ...(existsSync(archive)
            ? { outputBytes: statSync(archive).size }
            : {}),
        });
        tell(run, "zip -0", `${zipped.seconds.toFixed(2)} s`);
      }
      workshop.clear(false);
      await workshop.settle(false);
      warm(files);
      const before = server.memory();
      const spent = server.processorSeconds();
      const { bytes, seconds, firstByteSeconds } = drain(server.port, path, "");
      const after = server.memory();
      const spentNow = server.processorSeconds();
      figures.add({
        work,
        tool: "holdall",
        run,
        seconds,
        processorSeconds:
          spent === null || spentNow === null ? null : spentNow - spent,
        peakMebibytes: server.peakMemory(),
        outputBytes: bytes,
      });
      first.push(firstByteSeconds * 1000);
      if (before !== null && after !== null) growth.push(after - before);
      tell(
        run,
        "holdall",
        `${seconds.toFixed(2)} s, first byte after ${(firstByteSeconds * 1000).toFixed(0)} ms, ` +
          `${before?.toFixed(0) ?? "?"} MiB before, ${after?.toFixed(0) ?? "?"} after`,
      );
    }
  } finally {
    await server.stop();
  }
  result("onthefly/zip0", figures.ratio(work, "holdall", "zip -0"));
  result("onthefly/first", Math.max(...first));
  result("onthefly/memory", growth.length === 0 ? null : Math.max(...growth));
}
