import type {
  EasydbDelivery,
  EasydbExport,
} from "../../../core/easydb-export.ts";
import {
  isArchiveOf,
  type EasydbTransport,
} from "../../../core/easydb-transports.ts";

/** What has become of the transports of an export. */
export interface Outgoing {
  readonly deliveries: readonly EasydbDelivery[];
  readonly archives: readonly {
    readonly name: string;
    readonly size: number;
  }[];
}

interface TransportObject extends Readonly<Record<string, unknown>> {
  readonly _download: { readonly _files: readonly object[] } | null;
}

/** `_transports` with how far each is, and the addresses of what can be fetched (easydb.md section 6). */
export function transportObjects(
  one: EasydbExport,
  outgoing: Outgoing,
): TransportObject[] {
  return one.transports.map((transport) => ({
    _id: transport.id,
    type: transport.type,
    packer: transport.packer,
    email: transport.email,
    options: transport.options,
    _state: stateOf(one, transport, outgoing),
    _download: downloadOf(one, transport, outgoing),
  }));
}

function stateOf(
  { state, delivering }: EasydbExport,
  { target }: EasydbTransport,
  { deliveries }: Outgoing,
): string {
  if (target === null)
    return state === "done" ? "done" : delivering ? "pending" : "new";
  switch (deliveries.find((one) => one.target === target)?.state) {
    case "waiting":
      return delivering ? "pending" : "new";
    case "delivering":
      return "processing";
    case "done":
      return "done";
    case "failed":
    case "skipped":
      return "failed";
    default:
      return "new";
  }
}

function downloadOf(
  { state, passkey }: EasydbExport,
  transport: EasydbTransport,
  { archives }: Outgoing,
): TransportObject["_download"] {
  if (transport.type !== "download" || state !== "done") return null;
  return {
    _files: archives
      .filter(({ name }) => isArchiveOf(transport, name))
      .map(({ name, size }) => ({
        url: `${passkey}/${encodeURIComponent(name)}`,
        size,
      })),
  };
}
