import type { SourceRelationship } from "../source.ts";
import type { ItemReport } from "./item-refusal.ts";
import { listLines } from "./list-lines.ts";

/** Lines that are no reference and are named one by one. */
const namedLines = 20;

/** First line of `handle`; undefined when there is none that can be one. */
export function readHandle(
  text: string,
  report: ItemReport,
): string | undefined {
  const line = (/^[^\r\n]*/u.exec(text)?.[0] ?? "").trim();
  if (/^[^\s/]+\/\S+$/u.test(line)) return line;
  report({
    severity: "warning",
    code: "handle.invalid",
    file: "handle",
    line: 1,
    message: line === "" ? "The file is empty." : `"${line}" is not a handle.`,
    action: "The item gets a new handle.",
  });
  return undefined;
}

/** Handles and uuids in `collections`, the owner first. */
export function readCollections(text: string, report: ItemReport): string[] {
  const found = new Set<string>();
  let invalid = 0;
  for (const { line: raw, number } of listLines(text, "collections")) {
    const line = raw.trim();
    const uuid =
      /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/iu;
    if (/^[^\s/]+\/\S+$/u.test(line)) found.add(line);
    else if (uuid.test(line)) found.add(line.toLowerCase());
    else if (++invalid <= namedLines) {
      report({
        severity: "warning",
        code: "collection.invalid",
        file: "collections",
        line: number,
        message:
          line === ""
            ? "The line is blank."
            : `"${line}" is neither a handle nor a uuid.`,
        action: "The line was ignored.",
      });
    }
  }
  const more = invalid - namedLines;
  if (more > 0) {
    report({
      severity: "warning",
      code: "collection.invalid",
      file: "collections",
      message: `${more === 1 ? "One more line is" : `${more} more lines are`} neither a handle nor a uuid.`,
      action: more === 1 ? "The line was ignored." : "The lines were ignored.",
    });
  }
  return [...found];
}

/**
 * Lines `relation.<name> <target>` of `relationships`.
 * @param folderPrefix what turns a folder name of this item's neighbours into an item key ("" or `collection_a/`)
 */
export function readRelationships(
  text: string,
  folderPrefix: string,
  report: ItemReport,
): SourceRelationship[] {
  const found: SourceRelationship[] = [];
  for (const { line: raw, number } of listLines(text, "relationships")) {
    const line = raw.trim();
    if (line === "") continue;
    const match = /^relation\.(\S+)\s+(.+)$/su.exec(line);
    const [, type, target] = match ?? [];
    if (type === undefined || target === undefined) {
      report({
        severity: "warning",
        code: "relationship.invalid",
        file: "relationships",
        line: number,
        message: `"${line}" is not of the form relation.<name> <item>.`,
        action: "The line was ignored.",
      });
      continue;
    }
    found.push({
      type,
      target: target.startsWith("folderName:")
        ? `folderName:${folderPrefix}${target.slice("folderName:".length).trim()}`
        : target,
    });
  }
  return found;
}

/** The same links once each. */
export function distinctRelationships(
  links: readonly SourceRelationship[],
): SourceRelationship[] {
  const found = new Map<string, SourceRelationship>();
  for (const link of links) {
    const key = `${link.type}\0${link.target}`;
    if (!found.has(key)) found.set(key, link);
  }
  return [...found.values()];
}
