import type { FormatContext, Format } from "../formats/format.ts";
import type { BlockProducer, ProducedItem } from "../packers/packer.ts";
import type { ItemReader } from "../store/item-reader.ts";
import type { ExportPlan } from "./export-plan.ts";
import { restrictedFiles } from "./restricted-files.ts";

export interface BlockSource {
  readonly plan: ExportPlan;
  readonly items: ItemReader;
  readonly format: Format;
  readonly context: FormatContext;
}

/** Turns one block of the plan into the entries of its items, leaving out bitstreams that are not as the catalog says. */
export function* produceBlock(
  { plan, items, format, context }: BlockSource,
  block: number,
  check: Parameters<BlockProducer>[1],
): Iterable<ProducedItem> {
  const rows = plan.block(block);
  const closed = plan.closedFiles(block);
  const positions = new Map(rows.map((row) => [row.itemId, row.n]));
  for (const item of items.load(
    rows.map((row) => row.itemId),
    true,
  )) {
    const planned = format.planItem(item, positions.get(item.id) ?? 0, context);
    const { omitted: restricted, marks } = restrictedFiles(
      planned,
      closed,
      context,
    );
    const omitted = new Map(restricted);
    let bytes = 0;
    for (const { bitstream } of planned.files) {
      if (omitted.has(bitstream.id)) continue;
      const state = check(bitstream);
      if (state.ok) {
        bytes += bitstream.size;
        continue;
      }
      const { code, message } = state;
      omitted.set(bitstream.id, { severity: "error", code, message });
    }
    const { entries, problems } = format.itemEntries(
      item,
      planned,
      omitted,
      context,
    );
    yield {
      entries,
      problems: [...problems, ...marks],
      files: planned.files.length - omitted.size,
      bytes,
    };
  }
}
