import { existsSync, statSync } from "node:fs";
import type { BenchContext } from "./bench-context.ts";
import type { Command } from "./measure.ts";
import { measure } from "./measure.ts";
import { warm } from "./machine.ts";
import { say } from "./say.ts";

/** One program at one piece of work. */
export interface Contestant {
  readonly tool: string;
  /** What it reads; read once before each run. */
  readonly inputs: readonly string[];
  /** @param folder empty, for what it writes */
  command(folder: string): Command;
  /** Archive it makes; null when it makes something else. */
  readonly archive: ((folder: string) => string) | null;
  /** It leaves very many files. */
  readonly makesVeryMany?: boolean;
  /** It makes very many files and removes them itself. */
  readonly removesVeryMany?: boolean;
}

/** Runs the programs in turn, so that a change of the machine's mood meets all of them. */
export async function holdContest(
  context: BenchContext,
  work: string,
  contestants: readonly Contestant[],
): Promise<void> {
  const { options, workshop, figures } = context;
  for (let run = 1; run <= options.runs; run += 1) {
    for (const contestant of contestants) {
      const { tool, makesVeryMany = false } = contestant;
      const { removesVeryMany = false } = contestant;
      const folder = workshop.freshFolder();
      await workshop.settle(makesVeryMany || removesVeryMany);
      for (const input of contestant.inputs) warm(input);
      const measured = await measure(
        contestant.command(folder),
        workshop.folder,
      );
      const archive = contestant.archive?.(folder);
      const outputBytes =
        archive !== undefined && existsSync(archive)
          ? statSync(archive).size
          : null;
      figures.add({
        work,
        tool,
        run,
        ...measured,
        ...(outputBytes === null ? {} : { outputBytes }),
      });
      const peak =
        measured.peakMebibytes === null
          ? ""
          : `, ${measured.peakMebibytes.toFixed(0)} MiB`;
      say(
        `  ${run}/${options.runs} ${work}: ${tool} ${measured.seconds.toFixed(2)} s${peak}`,
      );
      workshop.clear(makesVeryMany);
      if (removesVeryMany) workshop.noteRemoval();
    }
  }
}
