import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { withPlaces } from "../../main/domain/metadata.ts";
import { formats } from "../../main/formats/index.ts";
import { openTestCatalog, value } from "../support/catalog.ts";
import { startHoldall, temporaryFolder } from "../support/holdall.ts";

/** With so many all threads work, and all that is only made once is there. */
const fewer = 20_000;
const many = 100_000;
/** Memory may grow by this much between the two, in kibibytes: caches fill, garbage waits. */
const mostGrowth = 192 * 1024;
/** How much garbage waits is luck, but what is kept is kept each time: the least of so many measurements counts. */
const mostMeasurements = 3;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let data: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  data = join(folder.path, "data");
  const catalog = openTestCatalog(data);
  const community = catalog.community("Works");
  const some = catalog.collection("Fewer", [community]);
  const all = catalog.collection("Many", [community]);
  const add = (collection: number, number: number) =>
    catalog.item(collection, {
      metadata: withPlaces([
        value("dc.title", `Reading ${String(number)} of a gauge, in metres`),
        value("dc.contributor.author", `Observer, ${String(number % 997)}`),
        value("dc.date.issued", String(1800 + (number % 220))),
        value("dc.description.abstract", "It was seen; ".repeat(20).trim(), {
          language: "en",
        }),
      ]),
    });
  for (const [collection, items] of [
    [some, fewer],
    [all, many],
  ] as const)
    for (let number = 0; number < items; number += 1000)
      catalog.together(() => {
        for (let more = 0; more < 1000; more++) add(collection, number + more);
      });
  catalog.close();
});
afterAll(() => folder.remove());

/** Most memory a process had, in kibibytes, as the system has counted it. */
async function peakOf(format: string, collection: string): Promise<number> {
  const out = join(folder.path, `${format}-${collection}.zip`);
  const measure = `process.on("exit", () => process.stderr.write(\`peak \${process.resourceUsage().maxRSS}\\n\`))`;
  const { code, stderr } = await startHoldall(
    data,
    ["export", collection, "--format", format, "--packer", "zip", "--out", out],
    {
      environment: {
        NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(`import { isMainThread } from "node:worker_threads"; if (isMainThread) ${measure}`)}`,
      },
    },
  ).finished;
  expect({ code, stderr }).toMatchObject({ code: 0 });
  // It may be measured again.
  rmSync(out);
  return Number(/^peak (\d+)$/mu.exec(stderr)?.[1]);
}

it.each(formats)(
  "makes a package of 100,000 items in memory that does not grow with them: $id",
  async ({ id }) => {
    const small = await peakOf(id, "Fewer");
    expect(small).toBeGreaterThan(0);
    const grown: number[] = [];
    do grown.push((await peakOf(id, "Many")) - small);
    while (Math.min(...grown) >= mostGrowth && grown.length < mostMeasurements);
    expect(Math.min(...grown)).toBeLessThan(mostGrowth);
  },
);
