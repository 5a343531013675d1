import { realpathSync } from "node:fs";
import type { ContentRef } from "../../domain/content-ref.ts";
import type { FileOptions } from "../file-options.ts";
import { defaultBundle } from "../file-draft.ts";
import { foldName } from "../fold-name.ts";
import { relativePath } from "../relative-path.ts";
import { regularFile } from "../regular-file.ts";
import { ItemRefusal, type ItemReport } from "./item-refusal.ts";
import { listLines } from "./list-lines.ts";
import { parseContentsLine } from "./parse-contents-line.ts";
import { isLitter, isMetadataName, type FolderFiles } from "./tree.ts";

/** One file of an item as `contents` lists it. */
export interface ListedFile {
  /** The bitstream's name: its path within the item folder, or the last name of a registered path. */
  readonly name: string;
  readonly bundle: string;
  readonly content: ContentRef;
  readonly options: FileOptions;
}

const listName = "contents";

/**
 * Resolves the lines of `contents` to the files they name (saf.md section 20).
 * @param text the file's text; null when there is none
 * @param ownFiles names of further control files
 * @throws ItemRefusal contents.*, name.unsafe
 */
export function readContents(
  text: string | null,
  folder: FolderFiles,
  assetstore: string | undefined,
  ownFiles: readonly string[],
  report: ItemReport,
): ListedFile[] {
  const others = [...folder.files.keys(), ...folder.unsafe.keys()].filter(
    (path) => !isControlFile(path, ownFiles) && !isLitter(path),
  );
  if (text === null) {
    const [first] = others;
    if (first === undefined) return [];
    throw new ItemRefusal({
      code: "contents.missing",
      file: listName,
      message: `There is no file "contents", but there are files to import (${first}${others.length > 1 ? ", ..." : ""}).`,
      remedy:
        'Add a file "contents" with one line for each file to import; an empty one imports none.',
    });
  }

  const listed: ListedFile[] = [];
  const seen = new Set<string>();
  const used = new Set<string>();
  const find = createFinder(folder, report);
  for (const { line: lineText, number: line } of listLines(text, listName)) {
    const parsed = parseContentsLine(lineText);
    if (parsed.kind === "blank") continue;
    if (parsed.kind === "malformed") {
      throw new ItemRefusal({
        code: "contents.malformed",
        file: listName,
        line,
        message: `The line cannot be understood: ${parsed.why}.`,
      });
    }
    for (const part of parsed.options.ignored) {
      report({
        severity: "warning",
        code: "contents.unknown-option",
        file: listName,
        line,
        message: `"${part}" is no option of contents or is given twice.`,
        action: "It was ignored.",
      });
    }
    const registered = parsed.kind === "registered";
    const found = registered
      ? findRegistered(parsed.path, assetstore, line)
      : find(parsed.path, line);
    const name = registered
      ? parsed.path.slice(parsed.path.lastIndexOf("/") + 1)
      : found.path;
    const bundle = parsed.options.bundle ?? defaultBundle(name);
    const key = `${registered ? "r" : "f"}\0${bundle}\0${found.path}`;
    if (seen.has(key)) {
      report({
        severity: "warning",
        code: "contents.duplicate",
        file: listName,
        line,
        message: `${name} is listed twice for the bundle ${bundle}.`,
        action: "The second line was ignored.",
      });
      continue;
    }
    seen.add(key);
    if (!registered) used.add(found.path);
    const { content } = found;
    listed.push({ name, bundle, content, options: parsed.options });
  }

  const unlisted = others.filter((path) => !used.has(path));
  if (unlisted.length > 0) {
    const names = unlisted.slice(0, 5).join(", ");
    report({
      severity: "note",
      code: "contents.unlisted",
      file: listName,
      message: `${unlisted.length === 1 ? "A file is" : `${unlisted.length} files are`} in the folder but not in contents: ${names}${unlisted.length > 5 ? ", ..." : ""}.`,
      action: "Not imported, as contents decides.",
    });
  }
  return listed;
}

function isControlFile(path: string, ownFiles: readonly string[]): boolean {
  return (
    [
      "dublin_core.xml",
      listName,
      "handle",
      "collections",
      "relationships",
    ].includes(path) ||
    isMetadataName(path) ||
    ownFiles.includes(path)
  );
}

interface FoundFile {
  readonly path: string;
  readonly content: ContentRef;
}

function createFinder(
  folder: FolderFiles,
  report: ItemReport,
): (written: string, line: number) => FoundFile {
  let folded: Map<string, string | null> | null = null;

  /** The one file whose name differs only in case or composition; null when several do. */
  function similar(path: string): string | null | undefined {
    if (folded === null) {
      folded = new Map();
      for (const name of folder.files.keys()) {
        const key = foldName(name);
        folded.set(key, folded.has(key) ? null : name);
      }
    }
    return folded.get(foldName(path));
  }

  return (written, line) => {
    const exact = folder.files.get(written);
    if (exact !== undefined) return { path: written, content: exact };
    const trimmed = written.trim();
    const checked = relativePath(trimmed);
    if (!checked.safe) {
      throw new ItemRefusal({
        code: "name.unsafe",
        file: listName,
        line,
        message: `The path "${written}" is refused: ${checked.why}.`,
        remedy: "List only files inside the item folder, by relative paths.",
      });
    }
    const unsafe = folder.unsafe.get(checked.path);
    if (unsafe !== undefined) {
      throw new ItemRefusal({
        code: "name.unsafe",
        file: listName,
        line,
        message: `The file "${checked.path}" is refused: ${unsafe}.`,
        remedy: "Put the file itself into the item folder.",
      });
    }
    const path = folder.files.has(trimmed)
      ? trimmed
      : folder.files.has(checked.path)
        ? checked.path
        : similar(checked.path);
    const content = folder.files.get(path ?? "");
    if (typeof path !== "string" || content === undefined) {
      throw new ItemRefusal({
        code: "contents.missing-file",
        file: listName,
        line,
        message: `The file "${written}" is listed but is not in the folder${path === null ? "; several differ from it only in case" : ""}.`,
        remedy: / (?:bundle|permissions|description|primary):/u.test(written)
          ? "Separate the options from the path and from each other with tabs."
          : "Add the file or take its line out of contents.",
      });
    }
    report({
      severity: "warning",
      code: "name.changed",
      file: listName,
      line,
      message: `The path "${written}" is written differently from the file "${path}".`,
      action: `The file "${path}" was taken.`,
    });
    return { path, content };
  };
}

function findRegistered(
  path: string,
  assetstore: string | undefined,
  line: number,
): FoundFile {
  const refuse = (code: string, message: string, remedy: string): never => {
    throw new ItemRefusal({ code, file: listName, line, message, remedy });
  };
  if (assetstore === undefined) {
    return refuse(
      "contents.registered",
      `The file "${path}" is not in the package but in an assetstore.`,
      "Say where the assetstore's folder is.",
    );
  }
  const checked = relativePath(path);
  if (!checked.safe) {
    return refuse(
      "name.unsafe",
      `The path "${path}" is refused: ${checked.why}.`,
      "Registered files have paths inside the assetstore.",
    );
  }
  let root: string;
  try {
    root = realpathSync(assetstore);
  } catch {
    return refuse(
      "contents.registered",
      `The assetstore ${assetstore} cannot be read.`,
      "Say where the assetstore's folder is.",
    );
  }
  const content = regularFile(root, checked.path);
  if (content === undefined) {
    return refuse(
      "contents.missing-file",
      `The registered file "${path}" is not in the assetstore.`,
      "Choose the assetstore the package was made for.",
    );
  }
  return { path: checked.path, content };
}
