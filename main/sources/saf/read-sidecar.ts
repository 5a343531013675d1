import { Compile } from "typebox/compile";
import {
  itemSidecar,
  itemSidecarName,
  sidecarVersion,
  type ItemSidecar,
} from "../../domain/saf-sidecar.ts";
import { onDemand } from "../../domain/on-demand.ts";
import type { ItemReport } from "./item-refusal.ts";
import { parseJson } from "../parse-json.ts";
import { isConsistent } from "../described-content.ts";

const validator = onDemand(() => Compile(itemSidecar));

/**
 * What our own packages keep beside an item; null, with a warning, when it cannot be used.
 * @throws AppError input.invalid when it has more values than are taken
 */
export function readSidecar(
  bytes: Uint8Array,
  report: ItemReport,
): ItemSidecar | null {
  const document = parseJson(bytes, itemSidecarName);
  if (validator().Check(document) && isConsistent(document)) return document;
  const otherVersion =
    typeof document === "object" &&
    document !== null &&
    "holdall" in document &&
    typeof document.holdall === "number" &&
    document.holdall !== sidecarVersion;
  report({
    severity: "warning",
    code: otherVersion ? "sidecar.unknown-version" : "sidecar.damaged",
    file: itemSidecarName,
    message: otherVersion
      ? "The sidecar was written by another version of the product."
      : "The sidecar is damaged.",
    action: "The item was read without it, from the files of SAF alone.",
  });
  return null;
}
