import { folderTransport } from "./folder/index.ts";
import type { Transport } from "./transport.ts";

/** Every transport, in the order people see them. */
export const transports: readonly Transport[] = [folderTransport];
