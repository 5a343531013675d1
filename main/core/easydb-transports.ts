import type { TargetInput } from "../domain/delivery-record.ts";
import { AppError } from "../domain/errors.ts";
import type { ArchiveOrder } from "../domain/run.ts";

/** A way an export goes to people (easydb.md section 6). */
export interface EasydbTransport {
  readonly id: number;
  readonly type: string;
  /** Null: a folder for servers, a ZIP for downloads. */
  readonly packer: string | null;
  readonly email: Readonly<Record<string, unknown>> | null;
  /** As they were given; secrets are not among them. */
  readonly options: Readonly<Record<string, unknown>>;
  /** What its archives are called, settled when it was made so that addresses last. */
  readonly name: string;
  /** The target it delivers to, mails to whom it may concern included; null when people just come and fetch. */
  readonly target: number | null;
}

/** A transport as its owner says it. */
export interface EasydbTransportDraft extends Pick<
  EasydbTransport,
  "type" | "packer" | "email" | "options"
> {
  /** The one it was before; null when it is new. */
  readonly before: EasydbTransport | null;
  /** Where it delivers to, without an id; null when people come and fetch. */
  readonly delivery: Omit<TargetInput, "id"> | null;
}

/** What a transport is packed into; null: it goes as a folder. */
export function packerOf({
  type,
  packer,
}: Pick<EasydbTransport, "type" | "packer">): string | null {
  if (packer === "folder") return null;
  return packer ?? (type === "download" || type === "email" ? "zip" : null);
}

/**
 * Gives transports their ids and the names of their archives.
 * @param targets ids of the targets of those that deliver, in their order
 * @throws AppError input.invalid when two of them would make archives of the same name
 */
export function settleTransports(
  drafts: readonly EasydbTransportDraft[],
  exportName: string,
  lastId: number,
  targets: readonly number[],
): readonly EasydbTransport[] {
  let id = lastId;
  const own = [...targets];
  const settled = drafts.map(
    ({ before, delivery, type, packer, email, options }): EasydbTransport => ({
      id: before?.id ?? ++id,
      type,
      packer,
      email,
      options,
      name: before?.name ?? archiveName(exportName),
      target: delivery === null ? null : (own.shift() ?? null),
    }),
  );
  const names = new Set<string>();
  for (const transport of settled) {
    if (transport.type !== "download") continue;
    const packer = packerOf(transport) ?? "";
    const ending = packer.startsWith("zip_") ? ".n.zip" : `.${packer}`;
    const name = transport.name.toLowerCase() + ending;
    if (names.has(name))
      throw new AppError(
        "input.invalid",
        "Two downloads would have the same file name.",
        { object: name },
      );
    names.add(name);
  }
  return settled;
}

/** Whether an archive of an export was made for a transport; names of others may begin as its own does. */
export function isArchiveOf(transport: EasydbTransport, name: string): boolean {
  const packer = packerOf(transport);
  if (packer === null || !name.startsWith(transport.name)) return false;
  const ending = name.slice(transport.name.length);
  return packer.startsWith("zip_")
    ? /^\.[0-9]+\.zip$/.test(ending)
    : ending === `.${packer.replace("_", ".")}`;
}

/** The archives that transports need, each once. */
export function archivesFor(
  transports: readonly EasydbTransport[],
): ArchiveOrder[] {
  const orders = new Map<string, ArchiveOrder>();
  for (const transport of transports) {
    const packer = packerOf(transport);
    if (packer === null) continue;
    orders.set(`${packer} ${transport.name}`, { packer, name: transport.name });
  }
  return [...orders.values()];
}

/** The name of an export in characters that every file system and every address takes. */
function archiveName(name: string): string {
  const safe = name
    .normalize("NFC")
    .replace(/[^\p{L}\p{N}._-]+/gu, "_")
    .replace(/^[._-]+|[._-]+$/g, "");
  return safe === ""
    ? "export"
    : [...(safe.match(/./gu) ?? [])].slice(0, 100).join("");
}
