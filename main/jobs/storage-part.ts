import { relative, sep } from "node:path";
import { storageParts, type StoragePart } from "../domain/storage.ts";

/** Which part of the data folder a file of it belongs to. */
export function partOf(dataDir: string, path: string): StoragePart {
  const [first = ""] = relative(dataDir, path).split(sep);
  // With its journal and its index, which lie beside it.
  if (first.startsWith("catalog.sqlite")) return "catalog";
  return (
    storageParts.find((part) => part === first && part !== "catalog") ?? "other"
  );
}
