import { AppError } from "../domain/errors.ts";
import type { Access, Caller } from "./access.ts";
import type { TargetPorts, Targets } from "./targets.ts";

/** Kinds of metadata that can be harvested. */
export const harvestFormats = [
  {
    id: "dc",
    label: "Simple Dublin Core",
    nameSpace: "http://www.openarchives.org/OAI/2.0/oai_dc/",
  },
  {
    id: "qdc",
    label: "Qualified Dublin Core",
    nameSpace: "http://purl.org/dc/terms/",
  },
  {
    id: "dim",
    label: "DSpace Intermediate Metadata",
    nameSpace: "http://www.dspace.org/xmlns/dspace/dim",
  },
] as const;

const types = [
  "METADATA_ONLY",
  "METADATA_AND_REF",
  "METADATA_AND_BITSTREAMS",
] as const;

/** From where a collection is to be harvested. */
export interface HarvestDraft {
  readonly type: (typeof types)[number];
  readonly source: string | null;
  readonly set: string | null;
  readonly format: string | null;
}

/** The same with what became of it. */
export interface HarvestSettings extends HarvestDraft {
  readonly status: "READY" | "BUSY" | "QUEUED" | "OAI_ERROR" | "UNKNOWN_ERROR";
  readonly message: string | null;
  /** Milliseconds since 1970. */
  readonly startedAt: number | null;
  readonly harvestedAt: number | null;
}

/** What this file needs of the catalog. */
export interface HarvestPorts extends TargetPorts {
  harvest(collection: number): HarvestSettings | null;
  /** @param draft null: from nowhere */
  setHarvest(collection: number, draft: HarvestDraft | null): void;
}

export type Harvests = ReturnType<typeof createHarvests>;

/** Harvest settings of collections (dspace.md section 9.1). Nothing is asked of the source when they are changed. */
export function createHarvests(
  ports: HarvestPorts,
  access: Access,
  { target, change }: Targets,
) {
  const administered = (caller: Caller, uuid: string): number =>
    target(caller, "collection", uuid, access.requireAdministers);
  return {
    /** Null: harvested from nowhere. @throws AppError access.unauthenticated, access.denied, object.not-found */
    get: (caller: Caller, uuid: string): HarvestSettings | null =>
      ports.harvest(administered(caller, uuid)),
    /** @throws AppError access.unauthenticated, access.denied, object.not-found, request.impossible */
    set: (
      caller: Caller,
      uuid: string,
      read: () => HarvestDraft | null,
    ): Promise<HarvestSettings | null> =>
      change(
        () => administered(caller, uuid),
        read,
        (collection, draft) => {
          ports.setHarvest(collection, draft);
          return ports.harvest(collection);
        },
      ),
  };
}

/**
 * Harvest settings as clients send them; null switches harvesting off.
 * @throws AppError request.impossible
 */
export function readHarvest(
  sent: Readonly<Record<string, unknown>>,
): HarvestDraft | null {
  if (sent["harvest_type"] === "NONE") return null;
  const type = types.find((name) => name === sent["harvest_type"]);
  if (type === undefined)
    throw impossible(
      "harvest_type",
      `\`harvest_type\` is one of NONE, ${types.join(", ")}.`,
    );
  const format = harvestFormats.find(
    ({ id }) => id === sent["metadata_config_id"],
  );
  if (format === undefined)
    throw impossible(
      "metadata_config_id",
      `\`metadata_config_id\` is one of ${harvestFormats.map(({ id }) => id).join(", ")}.`,
    );
  return {
    type,
    format: format.id,
    source: readText(sent, "oai_source"),
    set: readText(sent, "oai_set_id"),
  };
}

function readText(
  sent: Readonly<Record<string, unknown>>,
  name: string,
): string | null {
  const value = sent[name] ?? null;
  if (value === null || (typeof value === "string" && value.isWellFormed()))
    return value;
  throw impossible(name, `\`${name}\` is a text or null.`);
}

function impossible(object: string, message: string): AppError {
  return new AppError("request.impossible", message, { object });
}
