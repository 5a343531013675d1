import { folderPacker } from "./folder/index.ts";
import type { Packer } from "./packer.ts";
import { tarGzipPacker, tarPacker } from "./tar/index.ts";
import { zipPacker } from "./zip/index.ts";

/** Every packer, in the order people see them. */
export const packers: readonly Packer[] = [
  zipPacker,
  tarPacker,
  tarGzipPacker,
  folderPacker,
];
