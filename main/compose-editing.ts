import type { Access } from "./core/access.ts";
import type { SeenItems } from "./core/seen-item.ts";
import { createBitstreams } from "./core/bitstreams.ts";
import { createBundles } from "./core/bundles.ts";
import { createCollectionLicenses } from "./core/collection-licenses.ts";
import { createCollections } from "./core/collections.ts";
import { createCommunities } from "./core/communities.ts";
import { createFileChanges } from "./core/file-changes.ts";
import { createItemEditing } from "./core/item-editing.ts";
import { createItemLinks } from "./core/item-links.ts";
import { createItemTemplates } from "./core/item-templates.ts";
import { createLogos } from "./core/logos.ts";
import { createRelationships } from "./core/relationships.ts";
import { createTargets, type TargetPorts } from "./core/targets.ts";
import type { Removal } from "./jobs/removal.ts";
import type { Catalog } from "./store/catalog.ts";
import { holdsContent } from "./store/ingest-writer.ts";
import type { RemovedKind } from "./store/object-remover.ts";
import { patiently } from "./store/patiently.ts";

/**
 * What changes the catalog, put together.
 * @param storeFolder where the contents of files are
 */
export function composeEditing(
  catalog: Catalog,
  access: Access,
  seen: Pick<SeenItems, "titleOf">,
  removal: Removal,
  storeFolder: string,
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

  /**
   * Removes many parts of items on the thread for it. The items count as changed before, lest a program that ends in
   * between leaves them with less and no later date, and again when what they have is what it will be.
   */
  async function removeMany(
    of: readonly number[],
    kind: RemovedKind,
    ids: readonly number[],
  ): Promise<void> {
    const touch = () =>
      ports.write(() => {
        for (const item of of) catalog.itemEditor.touch(item);
      });
    await touch();
    await removal.remove(kind, ...ids);
    await touch();
  }

  function removeBundle(item: number, bundle: number): void {
    catalog.remover.remove("bundle", bundle);
    catalog.itemEditor.touch(item);
  }

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
    licenses: createCollectionLicenses(
      {
        ...ports,
        license: catalog.browse.license,
        setLicense: catalog.containerEditor.setLicense,
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
    fileChanges: createFileChanges(
      {
        ...files,
        holds: ({ sha256, size }) => holdsContent(storeFolder, sha256, size),
      },
      access,
      targets,
    ),
    relationships: createRelationships(
      {
        ...catalog.relationshipEditor,
        write: ports.write,
        kind: catalog.objects.kind,
        titleOf: seen.titleOf,
        touch: catalog.itemEditor.touch,
      },
      access,
    ),
    bundles: createBundles(
      {
        ...files,
        removeEmpty: removeBundle,
        removeFrom: (item, kind, id) =>
          catalog.remover.isSmall(kind, id)
            ? ports.write(() => {
                removeBundle(item, id);
              })
            : removeMany([item], kind, [id]),
      },
      access,
      targets,
    ),
    bitstreams: createBitstreams(
      {
        ...files,
        async removeManyBitstreams(bitstreams) {
          const items = new Set(
            bitstreams
              .map(files.itemOfBitstream)
              .filter((item) => item !== null),
          );
          await removeMany([...items], "bitstream", bitstreams);
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
