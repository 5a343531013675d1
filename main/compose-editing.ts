import type { Access } from "./core/access.ts";
import { createBitstreams } from "./core/bitstreams.ts";
import { createBundles } from "./core/bundles.ts";
import { createCollections } from "./core/collections.ts";
import { createCommunities } from "./core/communities.ts";
import { createItemEditing } from "./core/item-editing.ts";
import { createItemLinks } from "./core/item-links.ts";
import { createItemTemplates } from "./core/item-templates.ts";
import { createLogos } from "./core/logos.ts";
import { createTargets, type TargetPorts } from "./core/targets.ts";
import type { Removal } from "./jobs/removal.ts";
import type { Catalog } from "./store/catalog.ts";
import type { RemovedKind } from "./store/object-remover.ts";
import { patiently } from "./store/patiently.ts";

/** What changes the catalog, put together. */
export function composeEditing(
  catalog: Catalog,
  access: Access,
  removal: Removal,
) {
  const ports: TargetPorts = {
    find: catalog.objects.byUuid,
    write: (work) => patiently(() => catalog.together(work)),
  };
  const targets = createTargets(ports, access);
  const objects = {
    ...ports,
    metadata: catalog.metadata.entries,
    remove: (kind: RemovedKind, id: number) =>
      catalog.remover.isSmall(kind, id)
        ? ports.write(() => {
            catalog.remover.remove(kind, id);
          })
        : removal.remove(kind, id),
  };
  const containers = { ...objects, ...catalog.containerEditor };
  const items = { ...objects, ...catalog.itemEditor };
  const files = { ...ports, ...catalog.fileEditor };
  return {
    communities: createCommunities(containers, access, targets),
    collections: createCollections(containers, access, targets),
    logos: createLogos(
      {
        ...containers,
        logo: catalog.browse.logo,
        removeBitstreams: files.removeBitstreams,
      },
      access,
      targets,
    ),
    itemTemplates: createItemTemplates(items, access, targets),
    itemEditing: createItemEditing(items, access, targets),
    itemLinks: createItemLinks(
      {
        ...catalog.itemLinks,
        epersonOf(uuid) {
          const found = catalog.objects.byUuid(uuid);
          return found === null ? null : catalog.epersons.eperson(found.id);
        },
      },
      access,
    ),
    bundles: createBundles(
      {
        ...files,
        removeFrom: (item, kind, id) =>
          catalog.remover.isSmall(kind, id)
            ? ports.write(() => {
                catalog.remover.remove(kind, id);
                catalog.itemEditor.touch(item);
              })
            : removal.remove(kind, id).then(() =>
                ports.write(() => {
                  catalog.itemEditor.touch(item);
                }),
              ),
      },
      access,
      targets,
    ),
    bitstreams: createBitstreams(
      {
        ...files,
        async removeManyBitstreams(bitstreams) {
          const items = new Set(bitstreams.map(files.itemOfBitstream));
          await removal.remove("bitstream", ...bitstreams);
          await ports.write(() => {
            for (const item of items)
              if (item !== null) catalog.itemEditor.touch(item);
          });
        },
        findHandle: (handle) =>
          handle.includes("/") ? catalog.objects.find(handle) : null,
        accessStatusOf: catalog.itemLinks.accessStatusOf,
      },
      access,
      targets,
    ),
  };
}
