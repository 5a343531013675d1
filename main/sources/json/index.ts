import { itemsName, packageStructureName } from "../../domain/json-package.ts";
import { recognisesPackage } from "../recognises-package.ts";
import type { Source } from "../source.ts";
import { openJson } from "./open-json.ts";

/** A JSON package that this program has written. */
export const jsonSource: Source = {
  id: "json",
  title: "JSON package of Holdall",
  recognises: (path) =>
    recognisesPackage(path, [itemsName, packageStructureName]),
  open: openJson,
};
