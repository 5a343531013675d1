import type { ApiCore } from "../../../api-context.ts";
import type { Caller } from "../../../../core/access.ts";
import { createContainerResources } from "./containers.ts";
import { createFileResources } from "./files.ts";
import { createItemLinkResources } from "./item-links.ts";
import { createHarvestResources } from "./harvests.ts";
import { createItemResources } from "./items.ts";
import { createProcessResources } from "./processes.ts";
import { createPeopleResources } from "./people.ts";
import { createPolicyResources } from "./policies.ts";
import { createRegistryResources } from "./registries.ts";
import {
  createLinks,
  type ResourceContext,
  type Resources,
} from "./resource-context.ts";

/**
 * Turns records into resources of dspace.md section 2, with their links and what can be embedded.
 * @param base address of the dialect: `http://127.0.0.1:8460/api`
 */
export function createResources(
  core: ApiCore,
  caller: Caller,
  base: string,
): Resources {
  // Filled below: a community embeds its collections and these their communities again.
  const all = {} as Resources;
  const context: ResourceContext = { core, caller, ...createLinks(base), all };
  const made: Resources = Object.assign(all, {
    ...createContainerResources(context),
    ...createItemResources(context),
    ...createItemLinkResources(context),
    ...createFileResources(context),
    ...createProcessResources(context),
    ...createPeopleResources(context),
    ...createPolicyResources(context),
    ...createRegistryResources(context),
    ...createHarvestResources(context),
  });
  return made;
}
