import type { Item } from "../../domain/catalog.ts";
import type { EasydbSettings } from "../../domain/easydb-settings.ts";
import { fieldName } from "../../domain/metadata.ts";
import { safeName } from "../flat-names.ts";
import type { ChosenFile } from "./choose-files.ts";

/** What a file is called when nothing else is asked for, or by its own name, or by a template. */
export function wantedName(
  { bitstream, asset, rendition }: ChosenFile,
  item: Item,
  { names, exportName }: EasydbSettings,
): string {
  const extension =
    /\.[A-Za-z0-9]{1,10}$/.exec(bitstream.name ?? "")?.[0] ?? "";
  if (names.original && bitstream.name !== null && bitstream.name !== "")
    return safeName(bitstream.name);
  if (names.template !== null) {
    const original = asset.name ?? String(asset.id);
    const filled = names.template.replace(/%([^%]+)%/g, (_, name: string) => {
      switch (name) {
        case "_export.name":
          return exportName;
        case "_asset.original_filename":
          return original.replace(/\.[A-Za-z0-9]{1,10}$/, "");
        case "_asset._id":
          return String(asset.id);
        case "_asset.version":
          return rendition;
        case "_id":
        case "_system_object_id":
        case "item._id":
          return String(item.id);
        case "_uuid":
          return item.uuid;
        default:
          return (
            item.metadata.find((value) => `item.${fieldName(value)}` === name)
              ?.value ?? ""
          );
      }
    });
    if (/[\p{L}\p{N}]/u.test(filled))
      return safeName(
        filled.toLowerCase().endsWith(extension.toLowerCase())
          ? filled
          : filled + extension,
      );
  }
  return safeName(`${String(bitstream.id)}${extension}`);
}
