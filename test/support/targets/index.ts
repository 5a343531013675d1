import { startDownloadBench } from "./download-bench.ts";
import { startEmailBench } from "./email-bench.ts";
import { startFolderBench } from "./folder-bench.ts";
import { startFtpBench } from "./ftp-bench.ts";
import { startRsyncBench } from "./rsync-bench.ts";
import { startS3Bench } from "./s3-bench.ts";
import { startSftpBench } from "./sftp-bench.ts";
import type { TargetBench } from "./target-bench.ts";
import { startWebdavBench } from "./webdav-bench.ts";

/** How to start what each transport delivers to, by the transport's id. */
export const targetBenches: Readonly<
  Record<string, (scratch: string) => Promise<TargetBench>>
> = {
  folder: startFolderBench,
  rsync: startRsyncBench,
  sftp: startSftpBench,
  ftp: startFtpBench,
  webdav: startWebdavBench,
  s3: startS3Bench,
  email: startEmailBench,
  download: startDownloadBench,
};
