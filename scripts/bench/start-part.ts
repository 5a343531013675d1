import type { BenchContext } from "./bench-context.ts";
import { catalogFile } from "./data-folders.ts";
import { measure } from "./measure.ts";
import { warm } from "./machine.ts";
import { holdall } from "./tools.ts";

/** Starting takes so little time that more runs cost nothing. */
const runsPerRun = 5;

/** How long it takes until the command line has done something useful, on a catalog that is in use. */
export async function benchStart(context: BenchContext): Promise<void> {
  const { workshop, figures, result } = context;
  const dataFolder = await context.dataFolders.withCorpus("many");
  const commands = [
    ["list", holdall(dataFolder, "list")],
    ["help", holdall(dataFolder, "--help")],
  ] as const;
  await workshop.settle(false);
  warm(catalogFile(dataFolder));
  // The first one reads the program from the disk.
  for (const [, command] of commands) await measure(command, workshop.folder);
  for (let run = 1; run <= context.options.runs * runsPerRun; run += 1) {
    for (const [name, command] of commands) {
      const measured = await measure(command, workshop.folder);
      figures.add({ work: "start", tool: `holdall ${name}`, run, ...measured });
    }
  }
  for (const [name] of commands)
    result(
      `start/${name}`,
      figures.median("start", `holdall ${name}`, "seconds"),
    );
}
