import type { Access } from "./core/access.ts";
import { createContainerGroups } from "./core/container-groups.ts";
import { createContainerPeople } from "./core/container-people.ts";
import { createEpersons } from "./core/epersons.ts";
import { createGroups } from "./core/groups.ts";
import { createHarvests } from "./core/harvest-settings.ts";
import { createPolicies } from "./core/policies.ts";
import { createPolicySets } from "./core/policy-sets.ts";
import { createRegistries } from "./core/registries.ts";
import { createTargets, type TargetPorts } from "./core/targets.ts";
import type { Removal } from "./jobs/removal.ts";
import type { Catalog } from "./store/catalog.ts";
import { patiently } from "./store/patiently.ts";

/** Who there is and what they may do, and the registries, put together. */
export function composePeople(
  catalog: Catalog,
  access: Access,
  removal: Removal,
) {
  const ports: TargetPorts = {
    find: catalog.objects.byUuid,
    write: (work) => patiently(() => catalog.together(work)),
  };
  const targets = createTargets(ports, access);
  const { epersons, groupEditor } = catalog;
  const metadata = catalog.metadata.entries;
  const { anyAdministrator } = catalog.accounts;
  const removeGroup = (find: () => number): Promise<void> => {
    const group = find();
    return catalog.remover.isSmall("group", group)
      ? ports.write(() => {
          catalog.remover.remove("group", find());
        })
      : removal.remove("group", group);
  };
  const policyPorts = {
    ...ports,
    ...catalog.policies,
    group: groupEditor.group,
    eperson: epersons.eperson,
  };
  const groups = createGroups(
    { ...ports, ...groupEditor, metadata, anyAdministrator, removeGroup },
    access,
    targets,
  );
  const containerGroups = createContainerGroups(
    {
      ...ports,
      ...catalog.containerGroups,
      removeGroup,
    },
    access,
    targets,
  );
  return {
    epersons: createEpersons(
      { ...ports, ...epersons, metadata, anyAdministrator },
      access,
      targets,
    ),
    groups,
    containerGroups,
    containerPeople: createContainerPeople(
      catalog.objects,
      containerGroups,
      groups,
      access,
    ),
    policies: createPolicies(policyPorts, access, targets),
    policySets: createPolicySets(
      { ...policyPorts, kind: catalog.objects.kind },
      access,
    ),
    harvests: createHarvests(
      { ...ports, ...catalog.harvests },
      access,
      targets,
    ),
    registries: createRegistries(
      { ...catalog.registries, write: ports.write },
      access,
    ),
  };
}
