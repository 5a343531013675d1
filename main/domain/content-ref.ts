/**
 * Where the bytes of a file that is to be taken into the bitstream store can be read.
 * Plain data, so that it can be handed to another thread.
 */
export type ContentRef =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | {
      readonly kind: "file";
      /** Absolute path of a regular file. */
      readonly path: string;
    }
  | {
      readonly kind: "zip-entry";
      /** Absolute path of the ZIP. */
      readonly archive: string;
      /** Offset of the entry's local file header. */
      readonly headerOffset: number;
      /** 0 stored, 8 deflated. */
      readonly method: 0 | 8;
      readonly compressedSize: number;
      readonly size: number;
      readonly crc32: number;
      /** Path of the entry, for messages. */
      readonly name: string;
    };
