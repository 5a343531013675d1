import type { PackageFacts } from "../format.ts";

/**
 * `bag-info.txt` (RFC 8493 section 2.2.2). Its date is that of the newest item, so that the same content gives the same
 * bag.
 */
export function bagInfo(
  facts: PackageFacts,
  oxum: { readonly bytes: number; readonly files: number },
): string {
  const { volume, options } = facts;
  const lines: (readonly [label: string, value: string | undefined])[] = [
    ["Source-Organization", options.sourceOrganization],
    ["External-Description", facts.title],
    ["Bagging-Date", new Date(facts.lastModified).toISOString().slice(0, 10)],
    ["External-Identifier", identifier(facts)],
    ["Payload-Oxum", `${String(oxum.bytes)}.${String(oxum.files)}`],
    [
      "Bag-Count",
      volume === null
        ? undefined
        : `${String(volume.number)} of ${String(volume.of)}`,
    ],
    ["Bag-Software-Agent", `Holdall ${facts.programVersion}`],
  ];
  return lines
    .map(([label, value]) => {
      const text = value?.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim() ?? "";
      return text === "" ? "" : `${label}: ${text}\n`;
    })
    .join("");
}

/** The handle of what was exported, where it is one community or collection; else the name of the bag. */
function identifier({
  selection,
  communities,
  collections,
  root,
}: PackageFacts): string {
  if (selection.kind !== "community" && selection.kind !== "collection")
    return root;
  const { id } = selection;
  const found = [...communities, ...collections].find((one) => one.id === id);
  return found?.handle ?? found?.uuid ?? root;
}
