import type { Access } from "./core/access.ts";
import { createAuthorised } from "./core/authorised.ts";
import { createDiscovery, type DiscoveryPorts } from "./core/discovery.ts";
import { createFacets } from "./core/facets.ts";
import type { Objects } from "./core/objects.ts";
import type { Searching } from "./jobs/searching.ts";
import type { Catalog } from "./store/catalog.ts";

/** What finds objects, put together. */
export function composeFinding(
  catalog: Catalog,
  searching: Searching,
  objects: Objects,
  access: Access,
) {
  const ports: DiscoveryPorts = {
    find: catalog.objects.byUuid,
    findHandle: (handle) =>
      handle.includes("/") ? catalog.objects.find(handle) : null,
    uuidOf: catalog.objects.uuidOf,
    site: catalog.objects.siteUuid(),
    collectionsBelow: catalog.containers.collectionsBelow,
    containers: catalog.containerSearch.find,
    items: (choice, order, skip, limit, scope) =>
      searching.positions(choice, order, null, skip, limit, scope),
    ranked: searching.ranked,
  };
  const discovery = createDiscovery(ports, objects, access);
  return {
    site: {
      uuid: ports.site,
      handle: `${catalog.objects.handlePrefix()}/0`,
    },
    discovery,
    facets: createFacets({ count: searching.facets }, discovery),
    authorised: createAuthorised(
      { ...ports, isEntityType: catalog.entityTypes },
      objects,
      access,
    ),
  };
}
