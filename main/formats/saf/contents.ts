import type { Bitstream } from "../../domain/catalog.ts";
import { fieldName } from "../../domain/metadata.ts";

const breaks = /[\p{Cc}\p{Cs}\u2028\u2029]+/gu;

/** Text for one place of a line: without anything that ends the option or the line (saf.md section 22, row 12). */
export function lineText(text: string): string {
  return text.replace(breaks, " ").trim();
}

/** One line of `contents`, without its line end (grammar: saf.md section 20). */
export function contentsLine(
  file: string,
  bundle: string,
  bitstream: Bitstream,
): string {
  let line = file;
  // DSpace ends its import at a bundle without a name; a line that names none is ORIGINAL.
  const bundleName = lineText(bundle);
  if (bundleName !== "") line += `\tbundle:${bundleName}`;
  const group = soleReader(bitstream);
  if (group !== null) line += `\tpermissions:-r '${group}'`;
  const description =
    bitstream.description === null ? "" : lineText(bitstream.description);
  if (description !== "") line += `\tdescription:${description}`;
  if (bitstream.primary) line += "\tprimary:true";
  for (const [option, field] of iiifOptions) {
    const value = bitstream.metadata.find(
      (candidate) => fieldName(candidate) === field,
    )?.value;
    if (value === undefined) continue;
    const text = lineText(value);
    if (text !== "" && (!numeric.has(option) || /^[0-9]+$/.test(text)))
      line += `\t${option}:${text}`;
  }
  return line;
}

const iiifOptions = [
  ["iiif-label", "iiif.label"],
  ["iiif-height", "iiif.image.height"],
  ["iiif-width", "iiif.image.width"],
  ["iiif-toc", "iiif.toc"],
] as const;
const numeric: ReadonlySet<string> = new Set(["iiif-height", "iiif-width"]);

/** The group whose READ policy is all there is to say about a bitstream; null when there is more, or nothing special. */
export function soleReader(bitstream: Bitstream): string | null {
  const [policy, ...others] = bitstream.policies;
  if (policy === undefined || others.length > 0 || policy.action !== "READ")
    return null;
  if (policy.group === null || policy.group === "Anonymous") return null;
  if (policy.startDate !== null || policy.endDate !== null) return null;
  return /^[^\p{Cc}']+$/u.test(policy.group) ? policy.group : null;
}

/** Whether the policies of an object say anything but "everyone may read it". */
export function isRestricted(policies: Bitstream["policies"]): boolean {
  return (
    policies.length === 0 ||
    policies.some(
      (policy) =>
        policy.action !== "READ" ||
        policy.group !== "Anonymous" ||
        policy.startDate !== null ||
        policy.endDate !== null,
    )
  );
}
