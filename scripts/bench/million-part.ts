import { join } from "node:path";
import type { BenchContext } from "./bench-context.ts";
import { catalogFile } from "./data-folders.ts";
import { measure } from "./measure.ts";
import { warm } from "./machine.ts";
import { say } from "./say.ts";
import { holdall } from "./tools.ts";
import { writeMillion } from "./write-million.ts";

/** Memory of exports of a million entries. Once each: how much memory is needed hardly varies. */
export async function benchMillion(context: BenchContext): Promise<void> {
  const { workshop, options, figures } = context;
  const dataFolder = workshop.keptFolder("data-million");
  const { millionItems: items } = options;
  say(`Writing a catalog of ${items} items ...`);
  await writeMillion(dataFolder, items);
  const peaks: number[] = [];
  for (const [tool, ...flags] of [
    ["holdall", "--no-verify"],
    ["holdall, verified"],
  ] as const) {
    const folder = workshop.freshFolder();
    await workshop.settle(false);
    warm(catalogFile(dataFolder));
    const out = join(folder, "out.zip");
    const measured = await measure(
      holdall(dataFolder, "export", "million", ...flags, "--out", out),
      workshop.folder,
    );
    figures.add({ work: "export million", tool, run: 1, ...measured });
    say(
      `  export million: ${tool} ${measured.seconds.toFixed(1)} s, ${measured.peakMebibytes?.toFixed(0) ?? "?"} MiB`,
    );
    if (measured.peakMebibytes !== null) peaks.push(measured.peakMebibytes);
    workshop.clear(false);
  }
  context.result(
    "million/memory",
    peaks.length === 0 ? null : Math.max(...peaks),
  );
  context.note(
    `The catalog of the million had ${items} items, which make about ${items * 6} entries.`,
  );
}
