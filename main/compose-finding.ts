import type { Access } from "./core/access.ts";
import { createAuthorised } from "./core/authorised.ts";
import { createDiscovery, type DiscoveryPorts } from "./core/discovery.ts";
import type { Objects } from "./core/objects.ts";
import type { Catalog } from "./store/catalog.ts";

/** What finds objects, put together. */
export function composeFinding(
  catalog: Catalog,
  objects: Objects,
  access: Access,
) {
  const { finder } = catalog;
  const ports: DiscoveryPorts = {
    find: catalog.objects.byUuid,
    findHandle: (handle) =>
      handle.includes("/") ? catalog.objects.find(handle) : null,
    uuidOf: catalog.objects.uuidOf,
    site: catalog.objects.siteUuid(),
    collectionsBelow: catalog.containers.collectionsBelow,
    containers: catalog.containerSearch.find,
    items: (choice, order, skip, limit, scope) =>
      finder.positions(choice, order, null, skip, limit, scope),
    ranked: finder.ranked,
  };
  return {
    site: {
      uuid: ports.site,
      handle: `${catalog.objects.handlePrefix()}/0`,
    },
    discovery: createDiscovery(ports, objects, access),
    authorised: createAuthorised(
      { ...ports, isEntityType: catalog.entityTypes },
      objects,
      access,
    ),
  };
}
