import { createBagit } from "./bagit/index.ts";
import { csv } from "./csv/index.ts";
import { easydb } from "./easydb/index.ts";
import type { Format } from "./format.ts";
import { html } from "./html/index.ts";
import { json } from "./json/index.ts";
import { saf } from "./saf/index.ts";
import { xml } from "./xml/index.ts";

/** Formats that can be in a bag, too. */
const plain: readonly [Format, ...Format[]] = [saf, html, xml, csv, json];

/** Every format, in the order people see them. */
export const formats: readonly Format[] = [
  ...plain,
  createBagit(plain),
  easydb,
];
