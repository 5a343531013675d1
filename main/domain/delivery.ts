/** Anything JSON can say: what outlives the process must not be more. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };

/** A finished file that is to be delivered. */
export interface OutgoingFile {
  /** Absolute path on this machine. */
  readonly path: string;
  /** Name on the target: a relative path, `/` between its parts. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Lower-case hexadecimal SHA-256 of the content. */
  readonly sha256: string;
  /** Address people can download the file from; e-mail sends it. */
  readonly link?: string;
}

/**
 * What was compared between the file sent and the file that arrived. `checksum`: the protocol compared one of its own;
 * `accepted`: the target's word alone.
 */
export type Comparison = "size" | "sha256" | "md5" | "checksum" | "accepted";

/** One file that arrived. */
export interface ArrivedFile {
  readonly name: string;
  /** Where it is now, as a person would name the place; never with a secret. */
  readonly location: string;
  /** Bytes the target says it has; those sent where the protocol cannot tell. */
  readonly size: number;
  /** Content hash as the target names it; absent where the protocol has none. */
  readonly remoteHash?: {
    readonly algorithm: "sha256" | "md5" | "etag";
    readonly value: string;
  };
  /** What proves the arrival, in the order in which it was compared. `accepted`: the target's word alone. */
  readonly compared: readonly Comparison[];
}

/** What is kept of a delivery. */
export interface Receipt {
  /** Id of the transport. */
  readonly transport: string;
  /** The target as a person would name it, without secrets. */
  readonly target: string;
  /** In the order of the files that were sent. */
  readonly files: readonly ArrivedFile[];
  /** What a person should know: a host key seen for the first time, an unencrypted connection. */
  readonly notes: readonly string[];
  /** The host key the target showed, as `SHA256:…`; keep it with the target's settings. */
  readonly hostKey?: string;
}

/** What is remembered of one file between attempts. */
export interface FileState {
  /** SHA-256 of the file this is about: what is remembered of another content is worth nothing. */
  readonly sha256: string;
  /** Set when the file is under its final name. */
  readonly arrived?: ArrivedFile;
  /** What the transport needs to go on (an upload id, parts, a phase). */
  readonly progress?: Json;
}

/** Enough to go on with an interrupted delivery, also after a restart: plain JSON, without secrets. */
export interface DeliveryState {
  readonly transport: string;
  /** By name on the target. */
  readonly files: Readonly<Record<string, FileState>>;
  /** The host key seen first, which must stay the same. */
  readonly hostKey?: string;
}

/** How far a delivery is, over all its files. */
export interface DeliveryProgress {
  /** Bytes the target has taken. */
  readonly bytes: number;
  readonly totalBytes: number;
  /** Files under their final name. */
  readonly files: number;
  readonly totalFiles: number;
  /** Name of the file on its way. */
  readonly file: string;
}

/** What a test of a target has done and found. */
export interface TargetTest {
  readonly transport: string;
  /** The target as a person would name it, without secrets. */
  readonly target: string;
  /** What was tried and worked, one sentence each. */
  readonly checks: readonly string[];
  readonly notes: readonly string[];
  readonly hostKey?: string;
}
