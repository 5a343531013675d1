import { createBitstreamStore } from "../../main/store/bitstream-store.ts";

/** Fills the store at the given root for ever, with contents that all differ, until it is killed. */
const root = process.argv[2] ?? "";
const store = createBitstreamStore(root);
for (let round = 0; ; round += 1) {
  const refs = Array.from({ length: 100 }, (_, index) => ({
    kind: "bytes" as const,
    bytes: Buffer.alloc(2000 + index * 400, `${round}-${index};`),
  }));
  await store.ingestMany(refs);
  process.stdout.write(".");
}
