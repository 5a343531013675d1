import { runCommand } from "../commands/index.ts";
import type { Application } from "../compose.ts";
import { localAdministrator } from "../core/access.ts";
import type { Output } from "./output.ts";

/** Waits for the deliveries of a run and says what became of them. @returns whether one has failed */
export async function followDeliveries(
  { context, deliverer }: Application,
  output: Output,
  run: number,
): Promise<boolean> {
  await deliverer.ended(run);
  const deliveries = await runCommand(
    context,
    "deliveries.list",
    { run },
    localAdministrator,
  );
  for (const { state, summary, receipt, error } of deliveries) {
    if (state === "done")
      output.line(
        `Delivered to ${summary}: ${receipt?.files.map(({ name }) => name).join(", ") ?? ""}`,
      );
    else if (state === "failed")
      output.note(
        [`Not delivered to ${summary}:`, error?.message, error?.remedy]
          .filter(Boolean)
          .join(" "),
      );
  }
  return deliveries.some(({ state }) => state === "failed");
}
