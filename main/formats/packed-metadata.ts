import { withPlaces, type MetadataValue } from "../domain/metadata.ts";
import type { FormatContext } from "./format.ts";

/** Fields that say what one server did with an item; dropped in every schema (saf.md section 20, "Migrate"). */
const dropped = new Set([
  "date.accessioned",
  "date.available",
  "description.provenance",
  "format.extent",
  "format.mimetype",
]);

/**
 * The metadata of an item that is to be added to another server as new. `date.issued` stays unless it says nothing but
 * when this server took the item in (saf.md section 22, row 34).
 * @param handlePrefix prefix of this server's handles
 */
function migratedMetadata(
  values: readonly MetadataValue[],
  handlePrefix: string,
): MetadataValue[] {
  const accessioned = new Set(
    values
      .filter((value) => name(value) === "date.accessioned")
      .map((value) => value.value),
  );
  return values.filter((value) => {
    const field = name(value);
    if (dropped.has(field)) return false;
    if (field === "date.issued") return !accessioned.has(value.value);
    if (field === "identifier.uri")
      return !isOwnHandle(value.value, handlePrefix);
    return true;
  });
}

function name(value: MetadataValue): string {
  return value.qualifier === null
    ? value.element
    : `${value.element}.${value.qualifier}`;
}

function isOwnHandle(uri: string, prefix: string): boolean {
  const rest = uri.replace(
    /^(?:https?:\/\/hdl\.handle\.net\/|hdl:|info:hdl\/)/,
    "",
  );
  return rest.startsWith(`${prefix}/`);
}

/** DSpace makes these values anew from the item's relationships; as values of its own they would be doubled (saf.md section 22, row 7). */
function isVirtual(value: MetadataValue): boolean {
  return value.authority?.startsWith("virtual::") === true;
}

/** What decides which values go into a package. */
interface PackedFor extends Pick<FormatContext, "handlePrefix"> {
  readonly options: Pick<FormatContext["options"], "migrate">;
}

/** The values that go into a package; where some are left out, the places of the others are numbered anew. */
export function packedMetadata(
  values: readonly MetadataValue[],
  { options, handlePrefix }: PackedFor,
): readonly MetadataValue[] {
  const real = values.some(isVirtual)
    ? values.filter((value) => !isVirtual(value))
    : values;
  const kept = options.migrate ? migratedMetadata(real, handlePrefix) : real;
  return kept.length === values.length ? kept : withPlaces(kept);
}
