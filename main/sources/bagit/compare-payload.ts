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
import { digestOf, type PayloadSums } from "./payload-sums.ts";

/** Kinds that whoever takes a file in makes anyway; the others cost another look at it. */
const madeAnyway: ReadonlySet<string> = new Set(["sha256", "md5"]);

/**
 * A package in a bag, whose files are compared with what the bag promises of them: those of items as they are taken in,
 * so that an item with a damaged file is refused; the others afterwards.
 */
export function comparePayload(
  opened: SourcePackage,
  files: PackageFiles,
  sums: PayloadSums,
  context: SourceContext,
): SourcePackage {
  const { kind } = sums;

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
    path: string,
    promised: string,
  ): Promise<string | null> {
    const content = files.file(path);
    if (content === undefined)
      return "The manifest of the bag names this file, but it is missing.";
    try {
      const found = await digestOf(content, kind);
      return found === promised
        ? null
        : `Its ${kind} is ${found}; the manifest of the bag says ${promised}.`;
    } catch (error) {
      return toErrorView(error).message;
    }
  }

  /** @returns the item with what the bag promises of its files; refused when one of them is not so */
  async function compared(item: SourceItem): Promise<SourceItem | RefusedItem> {
    let faults = 0;
    const take = async (
      bitstream: SourceBitstream,
    ): Promise<SourceBitstream> => {
      const path = files.pathOf(bitstream.content);
      const promised = path === null ? undefined : sums.take(path);
      if (path === null) return bitstream;
      if (promised === undefined) {
        context.report({
          severity: "warning",
          code: "bitstream.unlisted",
          object: path,
          file: path,
          message:
            "The manifest of the bag does not name this file, so nothing says what it has to be.",
          action: "It was taken as it is.",
        });
        return bitstream;
      }
      if (madeAnyway.has(kind))
        return {
          ...bitstream,
          expected: { ...bitstream.expected, [kind]: promised },
        };
      const fault = await faultOf(path, promised);
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

  return {
    ...opened,
    async *items() {
      for await (const item of opened.items())
        yield item.refused === true ? item : await compared(item);
      for (const { path, sum } of sums.rest()) {
        stopIfAborted(context.signal);
        const fault = await faultOf(path, sum);
        if (fault !== null)
          damaged(path, fault, "What was made of it may be wrong.");
      }
    },
    async close() {
      try {
        await opened.close();
      } finally {
        sums.close();
        files.close();
      }
    },
  };
}
