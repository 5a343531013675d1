// `npm run demo`: imports the sample collection into a throw-away data folder, packs it, and checks what was packed.
import { spawnSync } from "node:child_process";
import { mkdtempSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

const checkout = join(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "holdall-demo-"));
const dataFolder = join(folder, "data");
const archive = join(folder, "holdall-sample.zip");
const sample = join(checkout, "sample/metadata.csv");

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Runs one command and ends the demonstration when it fails. */
function holdall(...given: string[]): void {
  const shown = given.map((word) =>
    word.startsWith(checkout) ? relative(checkout, word) : word,
  );
  say(
    `\n$ holdall ${shown.map((word) => (/\s/.test(word) ? `"${word}"` : word)).join(" ")}`,
  );
  const run = spawnSync(
    process.execPath,
    [join(checkout, "dist/main/cli.js"), ...given],
    {
      cwd: checkout,
      stdio: "inherit",
      env: { ...process.env, HOLDALL_DATA_DIR: dataFolder },
    },
  );
  if (run.status === 0) return;
  process.stderr.write(
    `\nThe demonstration failed: holdall ${given[0] ?? ""} ended with ${String(run.status ?? run.signal)}.\n`,
  );
  process.exit(1);
}

holdall("import", sample, "--into", "Holdall sample");
holdall("list", "collections");
holdall("export", "Holdall sample", "--out", archive);
holdall("verify", archive);

const size = new Intl.NumberFormat("en").format(statSync(archive).size);
say(`
The sample collection is packed and verified:
  ${archive} (${size} bytes)

Try next, in this folder:
  unzip -l ${archive}
  HOLDALL_DATA_DIR=${dataFolder} npm run -s holdall -- list items
  npm run -s holdall -- import your-spreadsheet.csv --into "My collection"
  npm run -s holdall -- --help

The demonstration left nothing behind but ${folder}; delete it when you like.`);
