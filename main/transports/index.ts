import { downloadTransport } from "./download/index.ts";
import { folderTransport } from "./folder/index.ts";
import { rsyncTransport } from "./rsync/index.ts";
import { sftpTransport } from "./sftp/index.ts";
import type { Transport } from "./transport.ts";

/** Every transport, in the order people see them. */
export const transports: readonly Transport[] = [
  folderTransport,
  rsyncTransport,
  sftpTransport,
  downloadTransport,
];
