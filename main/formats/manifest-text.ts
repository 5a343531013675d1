import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import type { Entry } from "../domain/package-entry.ts";
import type { PackageFacts } from "./format.ts";

/** Name of the description of a package for people (rspace.md section 8). */
export const manifestTextName = "manifest.txt";

/**
 * `manifest.txt`: what the package is, as sorted `key:value` lines (rspace.md section 8). The id is made of everything
 * packed before; the date is when it was asked for, where somebody has said so, else that of the newest item, so that the
 * same request gives the same bytes. It must be asked for when all other entries but the list of checksums have been packed.
 * @param more further keys of the format
 */
export async function manifestTextEntry(
  facts: PackageFacts,
  format: string,
  more: Readonly<Record<string, string | number>> = {},
): Promise<Entry> {
  const { selection, options, volume, asked } = facts;
  const lines: Record<string, string | number | boolean> = {
    archiveSource: `Holdall catalog ${facts.context.handlePrefix}`,
    applicationVersion: `Holdall ${facts.programVersion}`,
    exportDate: new Date(asked?.at ?? facts.lastModified).toISOString(),
    format,
    scope: asked?.scope ?? selection.kind,
    title: facts.title,
    ...("id" in selection ? { selections: selection.id } : {}),
    ...("ids" in selection ? { selections: selection.ids.join(",") } : {}),
    ...("query" in selection ? { query: selection.query } : {}),
    ...(asked === null
      ? {}
      : {
          exportedBy: asked.by,
          sourceUrl: asked.server,
          ...(asked.scope === "selection"
            ? {
                selections: asked.selections.join(","),
                skipped: asked.skipped.join(","),
              }
            : {}),
        }),
    ...(volume === null
      ? {}
      : { volume: `${String(volume.number)} of ${String(volume.of)}` }),
    includeRevisionHistory: options.includeRevisionHistory ?? false,
    maxLinkLevel: options.maxLinkLevel ?? 0,
    withBitstreams: options.bitstreams,
    migrate: options.migrate,
    communities: facts.communities.length,
    collections: facts.collections.length,
    items: facts.items,
    itemsPlanned: facts.itemsPlanned,
    bitstreams: facts.files,
    bitstreamsPlanned: facts.filesPlanned,
    bytes: facts.bytes,
    withdrawnLeftOut: facts.withdrawnLeftOut,
    unfinishedLeftOut: facts.unfinishedLeftOut,
    ...more,
  };
  lines["archiveId"] = await archiveId(facts, JSON.stringify(lines));
  const text = Object.keys(lines)
    .sort()
    .map((key) => `${key}:${inOneLine(String(lines[key]))}\n`)
    .join("");
  return {
    path: `${facts.root}/${manifestTextName}`,
    mtime: facts.lastModified,
    mimeType: "text/plain",
    source: { kind: "bytes", bytes: Buffer.from(text) },
  };
}

/** A uuid of version 8, made of the checksums of all entries so far. */
async function archiveId(facts: PackageFacts, words: string): Promise<string> {
  const hash = createHash("sha256").update(words);
  await pipeline(createReadStream(facts.manifestFile), hash, { end: false });
  const digest = hash.digest("hex");
  return [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `8${digest.slice(13, 16)}`,
    `8${digest.slice(17, 20)}`,
    digest.slice(20, 32),
  ].join("-");
}

function inOneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
}
