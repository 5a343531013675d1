import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import type { Content } from "../domain/catalog.ts";
import { AppError } from "../domain/errors.ts";
import type {
  ReceiveContent,
  ReceivedContent,
} from "../domain/received-content.ts";
import { createIngestWriter } from "./ingest-writer.ts";

/** Bytes that must stay free on the disk, and how many may come before it is looked at again. */
const reserve = 256 * 1024 * 1024;
const lookEvery = 64 * 1024 * 1024;

/**
 * Takes what a client sends into the store while it comes, in one pass: written once, its checksums computed on the way.
 * @param root root folder of the bitstream store
 * @param freeBytes bytes free on its disk
 */
export function createReceiver(
  root: string,
  freeBytes: () => Promise<number>,
): ReceiveContent {
  const writer = createIngestWriter(root);
  return async (pieces) => {
    const file = writer.begin();
    let open = true;
    const discard = (): void => {
      if (!open) return;
      open = false;
      writer.discard(file);
    };
    const sha256 = createHash("sha256");
    const md5 = createHash("md5");
    let sum = 0;
    let size = 0;
    let nextLook = 0;
    try {
      for await (const piece of pieces) {
        if (size >= nextLook) {
          nextLook = size + lookEvery;
          if ((await freeBytes()) < reserve) throw noRoom();
        }
        const writing = writer.appendLater(file, piece);
        sha256.update(piece);
        md5.update(piece);
        sum = crc32(piece, sum);
        size += piece.length;
        await writing;
      }
    } catch (error) {
      discard();
      throw error;
    }
    const content: Content = {
      size,
      sha256: sha256.digest("hex"),
      md5: md5.digest("hex"),
      crc32: sum,
    };
    return {
      content,
      async keep() {
        if (!open) return;
        if (writer.holds(content.sha256, content.size)) {
          discard();
          return;
        }
        open = false;
        const [failure] = await writer.publish([{ file, content }]);
        if (failure === null) return;
        throw failure instanceof Error
          ? failure
          : new TypeError("a file was not kept, and nobody says why");
      },
      discard,
    } satisfies ReceivedContent;
  };
}

function noRoom(): AppError {
  return new AppError("disk.full", "The disk of the data folder is full.", {
    remedy: "Free some space on that disk, then send the file again.",
  });
}
