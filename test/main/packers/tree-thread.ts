import { join } from "node:path";
import { workerData } from "node:worker_threads";
import { readFileSync } from "node:fs";
import type { Entry } from "../../../main/domain/package-entry.ts";
import type { Problem } from "../../../main/domain/run.ts";
import type {
  BlockProducer,
  PackThreadStart,
} from "../../../main/packers/packer.ts";
import { packers } from "../../../main/packers/index.ts";
import type { TestItem } from "./pack-tree.ts";

const { start, planFile, store, packer } = workerData as {
  start: PackThreadStart;
  planFile: string;
  store: string;
  packer?: string;
};
const blocks = JSON.parse(readFileSync(planFile, "utf8")) as TestItem[][];

const produce: BlockProducer = function* (block, check) {
  for (const item of blocks[block] ?? []) {
    if (item.bug !== undefined) throw new TypeError(item.bug);
    if (item.exit !== undefined) process.exit(item.exit);
    const entries: Entry[] = [];
    const problems: Problem[] = [];
    let files = 0;
    let bytes = 0;
    for (const { content, ...entry } of item.entries) {
      if (typeof content === "string") {
        const made = Buffer.from(content, "base64");
        entries.push({ ...entry, source: { kind: "bytes", bytes: made } });
        continue;
      }
      const result = check(content);
      if (result.ok) {
        entries.push({ ...entry, source: { kind: "bitstream", ...content } });
        files += 1;
        bytes += content.size;
      } else {
        problems.push({
          severity: "error",
          code: result.code,
          object: entry.path,
          message: result.message,
          action: "It was left out.",
        });
      }
    }
    yield { entries, problems, files, bytes };
  }
};

packers
  .find(({ id }) => id === (packer ?? "zip"))
  ?.serve({ start, produce, bitstreamFile: (sha) => join(store, sha) });
