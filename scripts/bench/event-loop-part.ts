import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { BenchContext } from "./bench-context.ts";
import { medianOf } from "./figures.ts";
import type { Command } from "./measure.ts";
import { measure } from "./measure.ts";
import { say } from "./say.ts";
import { holdall } from "./tools.ts";

interface Delays {
  /** Milliseconds. */
  readonly p99: number;
  readonly max: number;
}

const watcher = import.meta.resolve("./watch-event-loop.ts");

function watched(command: Command, file: string): Command {
  return {
    ...command,
    arguments: ["--import", watcher, ...command.arguments],
    environment: { HOLDALL_BENCH_WATCH: file },
  };
}

function readDelays(file: string): Delays {
  return JSON.parse(readFileSync(file, "utf8")) as Delays;
}

/** A process that does nothing: what it is held up by is the machine. */
function startIdle(file: string) {
  const idle = spawn(
    process.execPath,
    [
      "--import",
      watcher,
      "--eval",
      "process.stdin.resume().on('end', () => process.exit())",
    ],
    {
      stdio: ["pipe", "ignore", "inherit"],
      env: {
        ...process.env,
        HOLDALL_BENCH_WATCH: file,
        HOLDALL_BENCH_WATCH_ALWAYS: "1",
      },
    },
  );
  return async () => {
    const ended = once(idle, "exit");
    idle.stdin.end();
    await ended;
  };
}

/** How long the main thread was held up while runs went on beside it, and an idle process at the same time. */
export async function benchEventLoop(context: BenchContext): Promise<void> {
  const { workshop, options } = context;
  const dataFolder = await context.dataFolders.withCorpus("many");
  const source = context.corpora.folder("many");
  const works: readonly [string, (folder: string) => Command][] = [
    [
      "export many, verified",
      (folder) =>
        holdall(dataFolder, "export", "many", "--out", join(folder, "out.zip")),
    ],
    [
      "import many",
      (folder) =>
        holdall(join(folder, "data"), "import", source, "--into", "many"),
    ],
  ];
  const worst = { p99: 0, max: 0 };
  for (const [work, command] of works) {
    const seen: Delays[] = [];
    const idle: Delays[] = [];
    for (let run = 1; run <= options.runs; run += 1) {
      const folder = workshop.freshFolder();
      const makesVeryMany = work.startsWith("import");
      await workshop.settle(makesVeryMany);
      const file = join(workshop.folder, "delays.json");
      const idleFile = join(workshop.folder, "idle-delays.json");
      const endIdle = startIdle(idleFile);
      await measure(watched(command(folder), file), workshop.folder);
      await endIdle();
      seen.push(readDelays(file));
      idle.push(readDelays(idleFile));
      say(`  ${run}/${options.runs} event loop, ${work}`);
      workshop.clear(makesVeryMany);
    }
    const middle = (of: keyof Delays, list: readonly Delays[]) =>
      medianOf(list.map((delays) => delays[of])) ?? 0;
    worst.p99 = Math.max(worst.p99, middle("p99", seen));
    worst.max = Math.max(worst.max, middle("max", seen));
    const describe = (list: readonly Delays[]) =>
      `${middle("p99", list).toFixed(1)} ms (99 of 100) and ${middle("max", list).toFixed(1)} ms (longest)`;
    context.note(
      `Event loop during ${work}: ${describe(seen)}; an idle process beside it: ${describe(idle)}.`,
    );
  }
  context.result("eventloop/p99", worst.p99);
  context.result("eventloop/max", worst.max);
}
