import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { say } from "./say.ts";

export const corpora = ["many", "media", "text"] as const;
export type Corpus = (typeof corpora)[number];

export interface Corpora {
  /** Folder of a corpus; made when it is asked for the first time. */
  folder(corpus: Corpus): string;
  /** The corpus as a ZIP, made by `zip`. */
  archive(corpus: Corpus): string;
}

const checkout = join(import.meta.dirname, "../..");
const beside = join(checkout, "../shared/bench/gen_corpus.py");

function run(program: string, given: readonly string[], folder?: string): void {
  const { status, error, stderr } = spawnSync(program, given, {
    cwd: folder,
    encoding: "utf8",
  });
  if (error !== undefined) throw error;
  if (status !== 0)
    throw new Error(`${program} ended with ${status ?? "nothing"}: ${stderr}`);
}

/** Makes something once: a mark beside it tells that it is whole. */
export function once(made: string, make: () => void): string {
  const mark = `${made}.complete`;
  if (existsSync(mark)) return made;
  rmSync(made, { recursive: true, force: true });
  make();
  writeFileSync(mark, "");
  return made;
}

/**
 * The files everything is measured on. They are kept for the next time.
 * @param folder where they are kept
 * @throws Error when there is nothing to make them with
 */
export function openCorpora(folder: string, scale: number): Corpora {
  const given = process.env["HOLDALL_BENCH_CORPUS"];
  const origin = given === undefined || given === "" ? beside : resolve(given);
  if (!existsSync(origin)) {
    throw new Error(
      `There is nothing to make the corpora with: ${origin} does not exist. Name a generator, or a folder with finished corpora, in HOLDALL_BENCH_CORPUS.`,
    );
  }
  const finished = statSync(origin).isDirectory();
  const kept = finished
    ? join(folder, "corpora-given")
    : join(folder, scale === 1 ? "corpora" : `corpora-${scale}`);
  mkdirSync(kept, { recursive: true });
  say(
    finished
      ? `The corpora are those in ${origin}; their ZIPs are kept in ${kept}.`
      : `The corpora are kept in ${kept}; delete it when you like.`,
  );

  function folderOf(corpus: Corpus): string {
    if (finished) return join(origin, corpus);
    return once(join(kept, corpus), () => {
      say(`Making the corpus ${corpus} ...`);
      const options = ["--only", corpus, "--scale", String(scale)];
      run("python3", [origin, kept, ...options]);
    });
  }

  return {
    folder: folderOf,
    archive(corpus) {
      const source = folderOf(corpus);
      const archive = join(kept, `${corpus}.zip`);
      return once(archive, () => {
        say(`Packing ${corpus} for the imports ...`);
        run("zip", ["-r", "-q", "-6", archive, "."], source);
      });
    },
  };
}
