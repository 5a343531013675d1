import { folderPacker } from "./folder/index.ts";
import type { Packer } from "./packer.ts";
import { tarBzip2Packer, tarGzipPacker, tarPacker } from "./tar/index.ts";
import { largeZipPacker, smallZipPacker, zipPacker } from "./zip/index.ts";

/** Every packer, in the order people see them. */
export const packers: readonly Packer[] = [
  zipPacker,
  smallZipPacker,
  largeZipPacker,
  tarPacker,
  tarGzipPacker,
  tarBzip2Packer,
  folderPacker,
];
