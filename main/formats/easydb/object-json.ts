import type { Item } from "../../domain/catalog.ts";
import type { EasydbSettings } from "../../domain/easydb-settings.ts";
import type { FormatContext } from "../format.ts";
import { linkedItems, type LinkedItem } from "./linked-items.ts";
import { recordOf, type RecordValue } from "./record.ts";

/** An item as JSON (one line). */
export function objectJson(
  item: Item,
  context: FormatContext,
  settings: EasydbSettings,
): string {
  return JSON.stringify({
    ...plain(item, context, settings),
    ...linkedMember(linkedItems(item, context, settings), context, settings),
  });
}

function plain(
  item: Item,
  context: FormatContext,
  settings: EasydbSettings,
): Record<string, unknown> {
  const record = recordOf(item, context, settings, settings.allLanguages);
  const values: Record<string, unknown[]> = {};
  for (const { name, value, metadata } of [...record.values, ...record.links])
    (values[name] ??= []).push(
      metadata === null
        ? { url: value }
        : {
            value,
            language: metadata.language,
            authority: metadata.authority,
            confidence: metadata.confidence,
            place: metadata.place,
          },
    );
  return {
    ...Object.fromEntries(
      record.system.map((one) => [one.name, systemValue(one)]),
    ),
    _pool_path: record.hierarchy,
    [record.objectType]: values,
  };
}

const numbers = new Set(["_id", "_system_object_id", "_pool.pool._id"]);

function systemValue({ field, value }: RecordValue): string | number {
  return numbers.has(field) ? Number(value) : value;
}

function linkedMember(
  linked: readonly LinkedItem[],
  context: FormatContext,
  settings: EasydbSettings,
): { readonly _linked?: readonly object[] } {
  return linked.length === 0
    ? {}
    : {
        _linked: linked.map((one) => ({
          _relationship: one.relationship,
          ...plain(one.item, context, settings),
          ...linkedMember(one.linked, context, settings),
        })),
      };
}
