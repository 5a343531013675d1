import { Value } from "typebox/value";
import {
  easydbSettingsSchema,
  type EasydbSettings,
} from "../../domain/easydb-settings.ts";
import { AppError } from "../../domain/errors.ts";
import type { ExportOptions } from "../../domain/run.ts";

const usual: EasydbSettings = {
  fields: null,
  columns: [],
  bundles: ["ORIGINAL"],
  links: [],
  classes: {},
  assets: {},
  csv: null,
  xml: null,
  json: "batch",
  mapping: "easydb",
  linked: { take: "none", depth: 1 },
  allLanguages: true,
  languages: [],
  batchSize: 100,
  names: { original: true, template: null },
  flat: false,
  exportName: "",
  instance: "",
};
const known = new WeakMap<ExportOptions, EasydbSettings>();

/**
 * What the package is to hold; where nobody says it, all metadata as JSON, with the original files.
 * @throws AppError input.invalid
 */
export function readSettings(options: ExportOptions): EasydbSettings {
  let settings = known.get(options);
  if (settings === undefined) {
    const all = { ...usual, ...options.settings };
    if (!Value.Check(easydbSettingsSchema, all))
      throw new AppError(
        "input.invalid",
        "These are no settings for packages of easydb.",
      );
    settings = options.bitstreams ? all : { ...all, bundles: [], assets: {} };
    known.set(options, settings);
  }
  return settings;
}
