import type { Format, FormatContext } from "../format.ts";
import { closingEntries } from "./closing-entries.ts";
import { bagRules } from "./rules.ts";

/** Folder of the payload (RFC 8493 section 2.1.2). */
const payloadFolder = "data";

/**
 * Bags: packages of the other formats as payload, with lists of their checksums in SHA-256 and SHA-512 (RFC 8493).
 * @param payloads formats that can be in a bag; the first is when none is asked for
 */
export function createBagit(payloads: readonly [Format, ...Format[]]): Format {
  const payloadOf = ({
    options,
  }: {
    readonly options: Pick<FormatContext["options"], "payload">;
  }): Format =>
    payloads.find(({ id }) => id === options.payload) ?? payloads[0];
  const inside = (context: FormatContext): FormatContext => ({
    ...context,
    root: `${context.root}/${payloadFolder}`,
    folderOf(itemId) {
      const folder = context.folderOf(itemId);
      return folder === null ? null : folder.slice(payloadFolder.length + 1);
    },
  });
  return {
    id: "bagit",
    title: "BagIt bag",
    rules: bagRules(payloads),
    itemFile: null,
    // Some payloads do.
    plansWithMetadata: true,
    prepare: async (options) => payloadOf({ options }).prepare?.(options),
    planItem: (item, position, context) =>
      payloadOf(context).planItem(item, position, inside(context)),
    itemEntries(item, planned, omitted, context) {
      const { entries, problems } = payloadOf(context).itemEntries(
        item,
        planned,
        omitted,
        inside(context),
      );
      return {
        entries: entries.map((entry) => ({ ...entry, sha512: true })),
        problems: problems.map((problem) => ({
          ...problem,
          object: `${payloadFolder}/${problem.object}`,
        })),
      };
    },
    closingEntries: (facts) =>
      closingEntries(
        facts,
        payloadOf(facts),
        payloadFolder,
        inside(facts.context),
      ),
    closingShare(item, planned) {
      // Which of them it will be is not known here: the largest counts.
      return Math.max(
        ...payloads.map((format) => format.closingShare?.(item, planned) ?? 0),
      );
    },
  };
}
