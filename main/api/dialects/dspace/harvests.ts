import { readHarvest } from "../../../core/harvest-settings.ts";
import { readObject } from "./bodies.ts";
import type { Routes } from "./routes.ts";

/** Harvest settings of collections (dspace.md section 9.1). */
export function addHarvests(routes: Routes): void {
  const { context, one, change } = routes;
  const { harvests } = context;
  const path = "/core/collections/:uuid/harvester";

  one("/config/harvestermetadata", "Formats to harvest", ({ resources }) =>
    resources.harvestFormats(),
  );
  one(
    path,
    "From where a collection is to be harvested",
    ({ caller, resources, uuid }) =>
      resources.harvester(uuid, harvests.get(caller, uuid)),
  );
  change(
    "PUT",
    path,
    "Say from where a collection is to be harvested",
    200,
    async (asked) => {
      const { caller, resources, uuid } = asked;
      return resources.harvester(
        uuid,
        await harvests.set(caller, uuid, () =>
          readHarvest(readObject(asked.json())),
        ),
      );
    },
    {
      body: {
        type: "object",
        required: ["harvest_type"],
        properties: {
          harvest_type: { type: "string", example: "METADATA_ONLY" },
          oai_source: { type: "string", nullable: true },
          oai_set_id: { type: "string", nullable: true },
          metadata_config_id: { type: "string", example: "dc" },
        },
      },
    },
  );
}
