import { createCommunities } from "./core/communities.ts";
import type { Access } from "./core/access.ts";
import { createTargets, type TargetPorts } from "./core/targets.ts";
import type { Catalog } from "./store/catalog.ts";
import { patiently } from "./store/patiently.ts";

/** What changes the catalog, put together. */
export function composeEditing(catalog: Catalog, access: Access) {
  const ports: TargetPorts = {
    find: catalog.objects.byUuid,
    write: (work) => patiently(() => catalog.together(work)),
  };
  const targets = createTargets(ports, access);
  const containers = {
    ...ports,
    ...catalog.containerEditor,
    metadata: catalog.metadata.entries,
    remove: (...object: Parameters<typeof catalog.remover.remove>) =>
      ports.write(() => {
        catalog.remover.remove(...object);
      }),
  };
  return { communities: createCommunities(containers, access, targets) };
}
