import type {
  FormatContext,
  PackagedItem,
  PackageFacts,
} from "../../main/formats/format.ts";
import { exactOptions } from "./runs.ts";

/** What a format makes entries with when there is nothing around the item. */
export function formatContext(
  given: Partial<FormatContext> = {},
): FormatContext {
  return {
    root: "r",
    title: "T",
    options: exactOptions,
    handlePrefix: "123456789",
    folderOf: () => null,
    pathFor: (wanted) => wanted,
    load: () => [],
    titleOf: () => null,
    communitiesAbove: () => [],
    scopeNote: () => null,
    ...given,
  };
}

/** What a package without items is closed with. */
export const nothingPackaged = {
  selection: { kind: "site" as const },
  programVersion: "0.0.0",
  context: formatContext(),
  async *packagedItems(): AsyncGenerator<PackagedItem> {
    // Nothing.
  },
  leftOut: () => [],
} satisfies Partial<PackageFacts>;
