import type { Content } from "../domain/catalog.ts";
import type { ItemSidecar } from "../domain/saf-sidecar.ts";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/u;

export function isUuid(text: string): boolean {
  return uuid.test(text);
}

/** Size and checksums as a sidecar promises them. */
export function expectedContent(document: {
  readonly sizeBytes: number;
  readonly checksums: {
    readonly sha256: string;
    readonly md5: string;
    readonly crc32: string;
  };
}): Content {
  const { sha256, md5, crc32 } = document.checksums;
  return {
    size: document.sizeBytes,
    sha256,
    md5,
    crc32: Number.parseInt(crc32, 16),
  };
}

/** What the shape alone does not say: identifiers that are some, and a date that is one. */
export function isConsistent(sidecar: ItemSidecar): boolean {
  const uuids = [
    sidecar.uuid,
    ...sidecar.bundles.flatMap((bundle) => [
      bundle.uuid,
      ...bundle.bitstreams.map((bitstream) => bitstream.uuid),
    ]),
  ];
  return (
    uuids.every((value) => value === undefined || isUuid(value)) &&
    Number.isFinite(Date.parse(sidecar.lastModified))
  );
}
