import { STATUS_CODES } from "node:http";
import type { FastifyInstance } from "fastify";
import type { ApiContext } from "../../api-context.ts";
import type { Dialect } from "../../dialect.ts";
import { addAuthentication, addSpecialGroups } from "./authentication.ts";
import { addAuthorised } from "./authorised.ts";
import { addBitstreams } from "./bitstreams.ts";
import { addBundles } from "./bundles.ts";
import { addCollections } from "./collections.ts";
import { addCommunities } from "./communities.ts";
import { addContainerGroups } from "./container-groups.ts";
import { checkCsrf } from "./csrf.ts";
import { addDiscovery } from "./discover.ts";
import { addEpersons } from "./epersons.ts";
import { addExports } from "./exports.ts";
import { addGroups } from "./groups.ts";
import { addHarvests } from "./harvests.ts";
import { addFacets } from "./facets.ts";
import { addIdentifiers } from "./identifiers.ts";
import { addItems } from "./items.ts";
import { addItemTemplates } from "./item-templates.ts";
import { addLogos } from "./logos.ts";
import { addRelationships } from "./relationships.ts";

import { refuseOnBehalfOf } from "./on-behalf-of.ts";
import { addProcesses } from "./processes.ts";
import { addPolicies } from "./policies.ts";
import { addRegistries } from "./registries.ts";
import { addRoot } from "./root.ts";
import { createRoutes } from "./routes.ts";
import { addSites } from "./sites.ts";

/** The REST API of DSpace 7 and later, as far as its clients need it (dspace.md). */
export const dspace: Dialect = {
  id: "dspace",
  prefix: "/api",
  statuses: {
    invalid: 400,
    unauthenticated: 401,
    forbidden: 403,
    "not-found": 404,
    // 409 is for exports alone; otherwise a thing that cannot be is 422.
    conflict: 422,
    unavailable: 503,
    failed: 500,
  },
  statusOf: {
    "account.password-weak": 422,
    "content.mismatch": 412,
    "export.running": 409,
    "field.not-registered": 422,
  },
  failure: ({ status, error, path }) => ({
    body: {
      timestamp: new Date().toISOString().replace("Z", "+00:00"),
      status,
      error: STATUS_CODES[status] ?? "Error",
      message: error.message,
      path,
    },
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      ...(status === 401
        ? { "WWW-Authenticate": 'password realm="DSpace REST API"' }
        : {}),
    },
  }),
  routes(app: FastifyInstance, context: ApiContext) {
    app.addHook("preHandler", async (request, reply) => {
      await checkCsrf(request, reply, context);
      await refuseOnBehalfOf(request, context);
    });
    addRoot(app, context);
    addAuthentication(app, context);
    const routes = createRoutes(app, context);
    addSpecialGroups(routes);
    addCommunities(routes);
    addCollections(routes);
    addLogos(routes);
    addItems(routes);
    addItemTemplates(routes);
    addRelationships(routes);
    addBundles(routes);
    addBitstreams(routes);
    addContainerGroups(routes);
    addHarvests(routes);
    addEpersons(routes);
    addGroups(routes);
    addPolicies(routes);
    addRegistries(routes);
    addAuthorised(routes);
    addDiscovery(routes);
    addFacets(routes);
    addIdentifiers(routes);
    addSites(routes);
    addProcesses(routes);
    addExports(app, context);
  },
};
