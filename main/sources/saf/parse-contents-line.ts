import { parseFileOptions, type FileOptions } from "../file-options.ts";

/** One line of `contents` (saf.md section 20). */
export type ContentsLine =
  | { readonly kind: "blank" }
  | {
      readonly kind: "file";
      /** As written, untrimmed. */
      readonly path: string;
      readonly options: FileOptions;
    }
  | {
      readonly kind: "registered";
      readonly store: number;
      /** Relative to the assetstore. */
      readonly path: string;
      readonly options: FileOptions;
    }
  | { readonly kind: "malformed"; readonly why: string };

/** Reads one line of `contents` without its line end. */
export function parseContentsLine(line: string): ContentsLine {
  if (line.trim() === "") return { kind: "blank" };
  const [path = "", ...parts] = line.split("\t");
  if (/^\s*-r\s/u.test(line)) return registered(line);
  if (path.trim() === "") {
    return { kind: "malformed", why: "it begins with a tab instead of a path" };
  }
  const options = parseFileOptions(parts);
  const [bad] = options.malformed;
  if (bad !== undefined) {
    return {
      kind: "malformed",
      why: `"${bad}" is not of the form permissions:-r 'Group' or permissions:-w 'Group'`,
    };
  }
  return { kind: "file", path, options };
}

function registered(line: string): ContentsLine {
  const match =
    /^\s*-r\s+(?:-s\s+(\d+)\s+-f\s+(\S+)|-f\s+(\S+)\s+-s\s+(\d+))(?:\s+(.*))?$/su.exec(
      line,
    );
  const store = match?.[1] ?? match?.[4];
  const path = match?.[2] ?? match?.[3];
  if (store === undefined || path === undefined) {
    return {
      kind: "malformed",
      why: "a registered file is written -r -s <store number> -f <path without blanks>",
    };
  }
  // Only bundle and description apply to a registered file; the other options are ignored, as in DSpace.
  const rest = (match?.[5] ?? "").split("\t");
  const { bundle, description, ignored } = parseFileOptions(rest);
  const options: FileOptions = {
    ...(bundle === undefined ? {} : { bundle }),
    ...(description === undefined ? {} : { description }),
    primary: false,
    iiif: {},
    ignored,
    malformed: [],
  };
  return { kind: "registered", store: Number(store), path, options };
}
