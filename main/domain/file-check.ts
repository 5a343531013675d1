/** What can be wrong with the content of a file in the store. */
export const fileFaults = [
  "missing",
  "wrong-size",
  "damaged",
  "unreadable",
] as const;
export type FileFault = (typeof fileFaults)[number];

/** What came out when the content of a file was last read again and compared with its checksum. */
export interface FileCheck {
  /** Numeric id of the bitstream. */
  readonly bitstream: number;
  /** Milliseconds since 1970. */
  readonly checkedAt: number;
  /** Null when it was sound. */
  readonly fault: FileFault | null;
}
