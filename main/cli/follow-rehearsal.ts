import type { CommandContext } from "../commands/command.ts";
import { runCommand } from "../commands/index.ts";
import { localAdministrator } from "../core/access.ts";
import type { Rehearsed } from "../core/rehearsals.ts";
import type { Rehearsal } from "../domain/rehearsal.ts";
import { noProgress } from "../domain/run.ts";
import type { Output } from "./output.ts";
import { createProgressBar } from "./progress-bar.ts";

/** How often the bar is drawn, in milliseconds. */
const beat = 200;

/** Rehearses with a progress bar. Ctrl-C (or SIGTERM) stops it and waits until nothing of it is left. */
export async function followRehearsal(
  context: CommandContext,
  what: Rehearsed,
  output: Output,
): Promise<Rehearsal> {
  const bar = createProgressBar(!output.json);
  const timer = setInterval(() => {
    void runCommand(
      context,
      "rehearsals.progress",
      what,
      localAdministrator,
    ).then((progress) => {
      if (progress === null) return;
      const { phase, items, itemsTotal } = progress;
      bar.show({
        progress: {
          ...noProgress,
          phase: phase === "importing" ? "reading" : "verifying",
          items,
          itemsTotal,
        },
      });
    });
  }, beat);
  const interrupt = () => {
    bar.clear();
    output.note("Stopping …");
    void runCommand(context, "rehearsals.cancel", what, localAdministrator);
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  try {
    return "run" in what
      ? await runCommand(context, "runs.rehearse", what, localAdministrator)
      : await runCommand(
          context,
          "archives.rehearse",
          what,
          localAdministrator,
        );
  } finally {
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
    clearInterval(timer);
    bar.clear();
  }
}
