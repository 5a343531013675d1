import { runCommand } from "../commands/index.ts";
import type { Application } from "../compose.ts";
import { localAdministrator } from "../core/access.ts";
import type { ContainerView } from "../../preload/contract.ts";
import type { Listable } from "./listable.ts";
import { count, oneLine, table, type Output } from "./output.ts";

/** `holdall list [communities|collections|items|exports]` */
export async function listCommand(
  application: Application,
  output: Output,
  what: Listable,
): Promise<void> {
  const { context } = application;
  switch (what) {
    case "communities":
      showContainers(
        await runCommand(context, "communities.list", {}, localAdministrator),
        "community",
        output,
      );
      break;
    case "collections":
      showContainers(
        await runCommand(context, "collections.list", {}, localAdministrator),
        "collection",
        output,
      );
      break;
    case "items":
      listItems(application, output);
      break;
    case "exports": {
      const runs = (
        await runCommand(
          context,
          "runs.list",
          { limit: 1000 },
          localAdministrator,
        )
      ).filter((run) => run.kind === "export");
      output.result(runs);
      const rows = runs.map((run) => [
        String(run.id),
        new Date(run.createdAt).toISOString().slice(0, 19).replace("T", " "),
        run.state,
        run.result !== null && "path" in run.result
          ? run.result.path
          : (run.error?.message ?? ""),
        run.title,
      ]);
      for (const line of table(rows)) output.line(line);
      if (runs.length === 0) output.line("There is no export yet.");
      break;
    }
  }
}

function showContainers(
  containers: readonly ContainerView[],
  noun: string,
  output: Output,
): void {
  output.result(containers);
  const rows = containers.map(({ id, handle, uuid, items, name }) => [
    String(id),
    handle ?? "-",
    uuid,
    ...(items === null ? [] : [count(items, "item")]),
    name,
  ]);
  for (const line of table(rows)) output.line(line);
  if (containers.length === 0) output.line(`There is no ${noun} yet.`);
}

/** A catalog can hold millions of items, so they are written one by one; with --json as one array. */
function listItems(application: Application, output: Output): void {
  let first = true;
  if (output.json) process.stdout.write("[");
  for (const item of application.items()) {
    if (output.json)
      process.stdout.write(
        `${first ? "" : ",\n"}${JSON.stringify({ ...item, withdrawn: item.withdrawn === 1 })}`,
      );
    else
      output.line(
        `${String(item.id).padEnd(8)} ${(item.handle ?? "-").padEnd(18)} ${oneLine(item.title)} (${oneLine(item.collection)})`,
      );
    first = false;
  }
  if (output.json) process.stdout.write("]\n");
  else if (first) output.line("There is no item yet.");
}
