import type { FormatContext, Format, Omission } from "../formats/format.ts";
import type { BlockProducer, ProducedItem } from "../packers/packer.ts";
import type { ItemReader } from "../store/item-reader.ts";
import type { ExportPlan } from "./export-plan.ts";

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
  const positions = new Map(rows.map((row) => [row.itemId, row.n]));
  for (const item of items.load(
    rows.map((row) => row.itemId),
    true,
  )) {
    const planned = format.planItem(item, positions.get(item.id) ?? 0, context);
    const omitted = new Map<number, Omission>();
    let bytes = 0;
    for (const { bitstream } of planned.files) {
      const state = check(bitstream);
      if (state.ok) bytes += bitstream.size;
      else
        omitted.set(bitstream.id, { code: state.code, message: state.message });
    }
    const { entries, problems } = format.itemEntries(
      item,
      planned,
      omitted,
      context,
    );
    yield {
      entries,
      problems,
      files: planned.files.length - omitted.size,
      bytes,
    };
  }
}
