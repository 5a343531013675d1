import type { Target } from "../../../main/transports/transport.ts";

/** A real server, or a folder, that a transport can be tried on. */
export interface TargetBench {
  /** Works. Where there is a connection, it goes through the line below. */
  readonly target: Target;
  /** The connection to the server, which can be cut; null where there is none. */
  readonly line: {
    /** Cuts once, after so many bytes more went to the server. */
    cutAfter(bytes: number): void;
    /** Lets nothing more through after so many bytes, until the client gives up; tells when it is so far. */
    stallAfter(bytes: number, stalled?: () => void): void;
    /** Bytes that went to the server so far. */
    sent(): number;
  } | null;
  /** Whether a later attempt sends only what is missing. */
  readonly goesOn: boolean;
  /** Content that arrived under a name; null when there is none. */
  received(name: string): Promise<Buffer | null>;
  /** Names of everything that is there, complete or not. */
  names(): Promise<readonly string[]>;
  /** The same target with something wrong, and the code it is told with; absent where it cannot happen. */
  readonly wrong: {
    readonly password?: Target;
    readonly directory?: Target;
    readonly address?: Target;
  };
  close(): Promise<void>;
}
