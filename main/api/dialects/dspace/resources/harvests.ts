import { harvestFormats } from "../../../../core/harvest-settings.ts";
import type { ResourceContext, Resources } from "./resource-context.ts";

/** Harvest settings and the formats to choose from (dspace.md section 9.1). */
export function createHarvestResources({
  link,
  all,
}: ResourceContext): Pick<Resources, "harvester" | "harvestFormats"> {
  const time = (milliseconds: number | null): string | null =>
    milliseconds === null ? null : new Date(milliseconds).toISOString();
  return {
    harvestFormats: () => ({
      fields: { configs: harvestFormats },
      links: { self: link("config", "harvestermetadata") },
    }),
    harvester: (collection, settings) => ({
      fields: {
        harvest_type: settings?.type ?? "NONE",
        oai_source: settings?.source ?? null,
        oai_set_id: settings?.set ?? null,
        harvest_message: settings?.message ?? null,
        metadata_config_id: settings?.format ?? null,
        harvest_status: settings?.status ?? null,
        harvest_start_time: time(settings?.startedAt ?? null),
        last_harvested: time(settings?.harvestedAt ?? null),
      },
      links: { self: link("core", "collections", collection, "harvester") },
      // Clients know the formats under either name.
      always: ["harvestermetadata", "metadata_configs"],
      embeds: {
        harvestermetadata: all.harvestFormats,
        metadata_configs: all.harvestFormats,
      },
    }),
  };
}
