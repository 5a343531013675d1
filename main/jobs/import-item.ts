import { createHash } from "node:crypto";
import type { Content, ItemDraft, Policy } from "../domain/catalog.ts";
import { AppError } from "../domain/errors.ts";
import type { SourceBitstream, SourceItem } from "../sources/source.ts";

/** The files of an item in the order in which {@link toItemDraft} expects their contents. */
export function filesOf(item: SourceItem): SourceBitstream[] {
  return item.bundles.flatMap((bundle) => bundle.bitstreams);
}

/** SHA-256 of what a source says of an item, to notice later that it says something else. */
export function digestOf(item: SourceItem): string {
  const text = JSON.stringify(item, (key, value: unknown) => {
    if (key !== "content") return value;
    const content = value as SourceBitstream["content"];
    return content.kind === "zip-entry"
      ? [content.size, content.crc32]
      : content.kind === "file"
        ? content.path
        : null;
  });
  return createHash("sha256").update(text).digest("hex");
}

export interface DraftContext {
  readonly collections: readonly number[];
  readonly newIdentifiers: boolean;
  /** Names the copies of all versions of a work; only asked for with new identifiers. */
  historyOf(history: string): string;
  /** Policies of new items and bitstreams in a collection. */
  defaultPolicies(
    collection: number,
    kind: "item" | "bitstream",
  ): readonly Policy[];
}

/**
 * The item to be created, once its files are in the store.
 * @param contents size and checksums of its files, in the order of {@link filesOf}
 * @throws AppError bitstream.damaged when a file is not what the source promises
 */
export function toItemDraft(
  item: SourceItem,
  contents: readonly Content[],
  context: DraftContext,
): ItemDraft {
  const [owningCollection, ...mappedCollections] = context.collections;
  if (owningCollection === undefined)
    throw new Error("an item needs a collection");
  // A source that knows nothing of policies leaves all of them empty; its items get those of their collection.
  const silent =
    (item.uuid === undefined || item.rightsUntold === true) &&
    item.policies.length === 0 &&
    item.bundles.every((bundle) => bundle.policies.length === 0);
  const policies = (own: readonly Policy[], kind: "item" | "bitstream") =>
    silent && own.length === 0
      ? context.defaultPolicies(owningCollection, kind)
      : own;
  const identity = (uuid: string | undefined) =>
    uuid === undefined || context.newIdentifiers ? {} : { uuid };

  let next = 0;
  return {
    ...identity(item.uuid),
    ...(item.handle === undefined || context.newIdentifiers
      ? {}
      : { handle: item.handle }),
    owningCollection,
    mappedCollections,
    inArchive: item.inArchive,
    withdrawn: item.withdrawn,
    discoverable: item.discoverable,
    lastModified: item.lastModified ?? Date.now(),
    submitter: item.submitter,
    metadata: item.metadata,
    policies: policies(item.policies, "item"),
    ...(item.version === undefined
      ? {}
      : {
          version: {
            ...item.version,
            history: context.newIdentifiers
              ? context.historyOf(item.version.history)
              : item.version.history,
          },
        }),
    bundles: item.bundles.map((bundle) => ({
      name: bundle.name,
      ...identity(bundle.uuid),
      metadata: bundle.metadata,
      policies: policies(bundle.policies, "bitstream"),
      bitstreams: bundle.bitstreams.map(
        ({ content: _content, expected, uuid, ...bitstream }) => {
          const content = contents[next++];
          if (content === undefined)
            throw new Error("a file of the item was not stored");
          compare(bitstream.name ?? "", content, expected ?? {});
          return {
            ...bitstream,
            ...identity(uuid),
            content,
            policies: policies(bitstream.policies, "bitstream"),
          };
        },
      ),
    })),
  };
}

function compare(
  name: string,
  content: Content,
  expected: Partial<Content>,
): void {
  for (const property of ["size", "sha256", "md5", "crc32"] as const) {
    const promised = expected[property];
    if (promised !== undefined && promised !== content[property]) {
      throw new AppError(
        "bitstream.damaged",
        `${name} is not what the package says: its ${property} is ${String(content[property])} instead of ${String(promised)}.`,
        {
          object: name,
          remedy:
            "Get an undamaged copy of the package, or correct the checksum in it.",
        },
      );
    }
  }
}
