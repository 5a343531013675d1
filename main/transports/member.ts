import type { Static, TObject } from "typebox";
import type { ArrivedFile, Json, OutgoingFile } from "../domain/delivery.ts";
import type { Patience } from "./transport.ts";

/** A target, as a member sees it: settings checked, secrets known. */
export interface Place<Settings, Secret extends string> {
  readonly settings: Settings;
  readonly secrets: Partial<Readonly<Record<Secret, string>>>;
  readonly signal: AbortSignal;
  readonly patience: Patience;
  /** The host key that was seen first in this delivery; undefined when none was. */
  readonly knownHostKey: string | undefined;
  /** Takes the host key that the target showed. */
  showHostKey(fingerprint: string): void;
  /** Takes what a person should know; said once. */
  note(text: string): void;
}

/** Files that are to be brought to a place. Those that arrived in an earlier attempt are not among them. */
export interface Parcel<Settings, Secret extends string> extends Place<
  Settings,
  Secret
> {
  readonly files: readonly OutgoingFile[];
  readonly existing: "refuse" | "replace";
  /** What was remembered last of this file; undefined at first. */
  recall(file: OutgoingFile): Json | undefined;
  /** Keeps what is needed to go on with this file. */
  remember(file: OutgoingFile, progress: Json): void;
  /** @param bytes of this file that the target has taken so far */
  progressed(file: OutgoingFile, bytes: number): void;
  /** The file is complete and under its final name. */
  arrived(file: OutgoingFile, arrival: Omit<ArrivedFile, "name">): void;
}

/** What a transport itself has to do; checking, retrying, throttling and keeping secrets is done around it. */
export interface Member<Schema extends TObject, Secret extends string> {
  readonly id: string;
  readonly title: string;
  readonly settings: Schema;
  /** Name and title of each secret, the main one first. */
  readonly secrets: Readonly<Record<Secret, string>>;
  /** What the schema cannot say. @throws AppError target.settings-invalid */
  check?(
    settings: Static<Schema>,
    secrets: Partial<Readonly<Record<Secret, string>>>,
  ): void;
  summary(settings: Static<Schema>): string;
  /** The folder of this machine that a target is. */
  localFolder?(settings: Static<Schema>): string | null;
  lacks?(): Promise<{ readonly what: string; readonly remedy: string } | null>;
  /** One attempt. What it needs of earlier ones it recalls. */
  deliver(parcel: Parcel<Static<Schema>, Secret>): Promise<void>;
  /** @param checked takes what was tried and worked, one sentence each */
  test(
    place: Place<Static<Schema>, Secret>,
    checked: (sentence: string) => void,
  ): Promise<void>;
  discard(parcel: Parcel<Static<Schema>, Secret>): Promise<void>;
}
