import type { Packer } from "./packer.ts";
import { zipPacker } from "./zip/index.ts";

/** Every packer, in the order people see them. */
export const packers: readonly Packer[] = [zipPacker];
