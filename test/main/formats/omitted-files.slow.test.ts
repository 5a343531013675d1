import { execFileSync } from "node:child_process";
import { createWriteStream } from "node:fs";
import { join, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../support/package-files.ts";

const files = 100_000;
const pathOf = (number: number): string =>
  `item_${String(number)}/${"a".repeat(500)}.pdf`;

function* problems(): Generator<string> {
  for (let number = 0; number < files; number++)
    yield `${JSON.stringify({
      severity: "note",
      code: "bitstream.restricted",
      object: pathOf(number),
      message: "",
      action: "",
    })}\n`;
}

test("any number of files may be left out", async () => {
  await using folder = temporaryFolder();
  const problemsFile = join(folder.path, "problems.ndjson");
  await pipeline(Readable.from(problems()), createWriteStream(problemsFile));
  const facts = {
    problemsFile,
    workFolder: folder.path,
    options: { restricted: "leave-out" },
  };
  const script = `
    const { omittedPaths } = await import(${JSON.stringify(resolve("main/formats/omitted-files.ts"))});
    const omitted = await omittedPaths(${JSON.stringify(facts)});
    console.log([${JSON.stringify(pathOf(0))}, ${JSON.stringify(pathOf(files - 1))}, "none"].map((path) => omitted.has(path)).join());
    omitted.close?.();`;
  // The paths alone would need more than that.
  const said = execFileSync(
    process.execPath,
    ["--max-old-space-size=32", "--input-type=module", "--eval", script],
    { encoding: "utf8" },
  );
  expect(said.trim()).toBe("true,true,false");
});
