import { downloadTransport } from "./download/index.ts";
import { emailTransport } from "./email/index.ts";
import { folderTransport } from "./folder/index.ts";
import { ftpTransport } from "./ftp/index.ts";
import { rsyncTransport } from "./rsync/index.ts";
import { s3Transport } from "./s3/index.ts";
import { sftpTransport } from "./sftp/index.ts";
import type { Transport } from "./transport.ts";
import { webdavTransport } from "./webdav/index.ts";

/** Every transport, in the order people see them. */
export const transports: readonly Transport[] = [
  folderTransport,
  rsyncTransport,
  sftpTransport,
  ftpTransport,
  webdavTransport,
  s3Transport,
  emailTransport,
  downloadTransport,
];
