import { toErrorView } from "../../domain/errors.ts";
import type { PackageFiles } from "../package-files.ts";
import type {
  RefusedItem,
  SourceBitstream,
  SourceContext,
  SourceItem,
  SourcePackage,
} from "../source.ts";
import { stopIfAborted } from "../stop-if-aborted.ts";
import { payloadName } from "../payload-name.ts";
import { digestOf, type PromisedSums } from "./promised-sums.ts";

/** Kinds that whoever takes a file in makes anyway; the others cost another look at it. */
const madeAnyway: ReadonlySet<string> = new Set(["sha256", "md5"]);

/** What a bag promises; null: it has no list of a known kind. */
export interface BagSums {
  readonly payload: PromisedSums | null;
  readonly tags: PromisedSums | null;
}

/**
 * A package in a bag, whose files are compared with what the bag promises of them: those of items as they are taken in,
 * so that an item with a damaged file is refused; the others afterwards.
 */
export function compareBag(
  opened: SourcePackage,
  files: PackageFiles,
  { payload, tags }: BagSums,
  context: SourceContext,
): SourcePackage {
  function damaged(object: string, message: string, action: string): void {
    context.report({
      severity: "error",
      code: "bitstream.damaged",
      object,
      file: object,
      message,
      action,
    });
  }

  /** @returns what is wrong; null when it is as promised */
  async function faultOf(
    { kind }: PromisedSums,
    path: string,
    promised: string,
  ): Promise<string | null> {
    const content = files.file(path);
    if (content === undefined)
      return "A manifest of the bag names this file, but it is missing.";
    try {
      const found = await digestOf(content, kind);
      return found === promised
        ? null
        : `Its ${kind} is ${found}; a manifest of the bag says ${promised}.`;
    } catch (error) {
      return toErrorView(error).message;
    }
  }

  /** @returns the item with what the bag promises of its files; refused when one of them is not so */
  async function compared(
    item: SourceItem,
    sums: PromisedSums,
  ): Promise<SourceItem | RefusedItem> {
    const { kind } = sums;
    let faults = 0;
    const take = async (
      bitstream: SourceBitstream,
    ): Promise<SourceBitstream> => {
      const path = files.pathOf(bitstream.content);
      const promised = path === null ? undefined : sums.take(path);
      // What no list names is told of when all items are in.
      if (path === null || promised === undefined) return bitstream;
      if (madeAnyway.has(kind))
        return {
          ...bitstream,
          expected: { ...bitstream.expected, [kind]: promised },
        };
      const fault = await faultOf(sums, path, promised);
      if (fault === null) return bitstream;
      faults++;
      damaged(path, fault, "Its item was left out.");
      return bitstream;
    };
    const bundles = [];
    for (const bundle of item.bundles) {
      const bitstreams = [];
      for (const bitstream of bundle.bitstreams)
        bitstreams.push(await take(bitstream));
      bundles.push({ ...bundle, bitstreams });
    }
    return faults === 0
      ? { ...item, bundles }
      : { refused: true, key: item.key };
  }

  /** Files that nobody has compared yet. */
  async function compareRest(
    sums: PromisedSums | null,
    action: string,
  ): Promise<void> {
    if (sums === null) return;
    for (const { path, sum } of sums.rest()) {
      stopIfAborted(context.signal);
      const fault = await faultOf(sums, path, sum);
      if (fault !== null) damaged(path, fault, action);
    }
  }

  /** Every file of the payload has to be in the list (RFC 8493 section 2.1.3). */
  async function tellUnlisted(sums: PromisedSums): Promise<void> {
    for await (const path of files.paths()) {
      stopIfAborted(context.signal);
      if (!path.startsWith(`${payloadName}/`) || path.endsWith("/")) continue;
      if (sums.names(path)) continue;
      context.report({
        severity: "warning",
        code: "bitstream.unlisted",
        object: path,
        file: path,
        message:
          "The manifest of the bag does not name this file, so nothing says what it has to be.",
        action: "It was taken as it is.",
      });
    }
  }

  return {
    ...opened,
    async *items() {
      for await (const item of opened.items())
        yield item.refused === true || payload === null
          ? item
          : await compared(item, payload);
      await compareRest(payload, "What was made of it may be wrong.");
      if (payload !== null) await tellUnlisted(payload);
      await compareRest(tags, "What it says was taken as it is.");
    },
    async close() {
      try {
        await opened.close();
      } finally {
        payload?.close();
        tags?.close();
        files.close();
      }
    },
  };
}
