import { csv } from "./csv/index.ts";
import { easydb } from "./easydb/index.ts";
import type { Format } from "./format.ts";
import { json } from "./json/index.ts";
import { saf } from "./saf/index.ts";
import { xml } from "./xml/index.ts";

/** Every format, in the order people see them. */
export const formats: readonly Format[] = [saf, xml, csv, json, easydb];
