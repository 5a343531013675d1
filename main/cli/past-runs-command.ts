import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { runCommand } from "../commands/index.ts";
import type { Application } from "../compose.ts";
import { localAdministrator } from "../core/access.ts";
import { AppError } from "../domain/errors.ts";
import { followDeliveries } from "./follow-deliveries.ts";
import { followExport } from "./export-command.ts";
import { followRehearsal } from "./follow-rehearsal.ts";
import { rehearsalText } from "./rehearsal-text.ts";
import { count, exitCodes, table, type Output } from "./output.ts";

/** Differences asked for at once. */
const page = 1000;

/** `holdall exports retry RUN` */
export async function exportsRetry(
  application: Application,
  output: Output,
  run: string,
  flags: { readonly strict?: boolean },
): Promise<number> {
  const of = runNumber(run);
  const retry = await runCommand(
    application.context,
    "runs.retry",
    { run: of },
    localAdministrator,
  );
  let code: number = exitCodes.done;
  if (retry.run === null) output.result(retry);
  else code = await followExport(application, output, retry.run.id, flags);
  const failed =
    (retry.deliveries.length > 0 &&
      (await followDeliveries(application, output, of))) ||
    (retry.run !== null &&
      (await followDeliveries(application, output, retry.run.id)));
  if (!failed || code === exitCodes.failed) return code;
  return flags.strict === true ? exitCodes.failed : exitCodes.warnings;
}

/** `holdall exports compare BASE RUN` */
export async function exportsCompare(
  { context }: Application,
  output: Output,
  base: string,
  run: string,
  limit: string,
): Promise<void> {
  if (!/^(0|[1-9][0-9]{0,6})$/.test(limit))
    throw new AppError("usage.invalid", "--limit is a number.");
  const most = Number(limit);
  const ask = (after: number | null) =>
    runCommand(
      context,
      "runs.compare",
      {
        base: runNumber(base),
        run: runNumber(run),
        limit: page,
        ...(after === null ? {} : { after }),
      },
      localAdministrator,
    );
  const first = await ask(null);
  const items = [...first.items];
  for (let { next } = first; next !== null && items.length < most;) {
    const more = await ask(next);
    items.push(...more.items);
    next = more.next;
  }
  const shown = items.slice(0, most);
  output.result({ counts: first.counts, items: shown });
  for (const line of table(
    shown.map(({ change, handle, uuid, title }) => [
      change,
      handle ?? "-",
      uuid,
      title ?? "",
    ]),
  ))
    output.line(line);
  const { added = 0, changed = 0, gone = 0 } = first.counts ?? {};
  const total = added + changed + gone;
  if (total > shown.length)
    output.line(`… and ${String(total - shown.length)} more.`);
  output.line(
    `${count(added, "item")} added, ${String(changed)} changed, ${String(gone)} gone.`,
  );
}

/** `holdall rehearse ARCHIVE|RUN` */
export async function rehearseCommand(
  { context }: Application,
  output: Output,
  what: string,
): Promise<number> {
  const rehearsal = await followRehearsal(
    context,
    /^[1-9][0-9]{0,14}$/.test(what) && !existsSync(what)
      ? { run: Number(what) }
      : { path: resolve(what) },
    output,
  );
  output.result(rehearsal);
  for (const { object, message } of rehearsal.first)
    output.note(`${object}: ${message}`);
  if (rehearsal.differences > rehearsal.first.length)
    output.note(
      `… and ${String(rehearsal.differences - rehearsal.first.length)} more.`,
    );
  output.line(rehearsalText(rehearsal));
  return rehearsal.differences > 0 ? exitCodes.failed : exitCodes.done;
}

function runNumber(text: string): number {
  if (!/^[1-9][0-9]{0,14}$/.test(text))
    throw new AppError("usage.invalid", `${text} is no number of a run.`, {
      remedy: "`holdall list exports` shows them.",
    });
  return Number(text);
}
