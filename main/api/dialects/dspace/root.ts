import type { FastifyInstance } from "fastify";
import type { ApiContext } from "../../api-context.ts";
import { invalidCsrf, renewCsrf } from "./csrf.ts";
import { sendDocument } from "./send-hal.ts";

/** Endpoints by the name of their relation. */
const endpoints: Readonly<Record<string, string>> = {
  authn: "/authn",
  communities: "/core/communities",
  collections: "/core/collections",
  items: "/core/items",
  bundles: "/core/bundles",
  bitstreams: "/core/bitstreams",
  bitstreamformats: "/core/bitstreamformats",
  metadataschemas: "/core/metadataschemas",
  metadatafields: "/core/metadatafields",
  epersons: "/eperson/epersons",
  groups: "/eperson/groups",
  resourcepolicies: "/authz/resourcepolicies",
  discover: "/discover",
  scripts: "/system/scripts",
  processes: "/system/processes",
  sites: "/core/sites",
};

/** The root document, and where clients get their CSRF token. */
export function addRoot(app: FastifyInstance, context: ApiContext): void {
  app.get(
    "/",
    { schema: { summary: "Root document", tags: ["DSpace"] } },
    (request, reply) => {
      const origin = context.origin(request);
      const base = `${origin}/api`;
      return sendDocument(request, reply, {
        dspaceUI: origin,
        dspaceName: "Holdall",
        dspaceServer: origin,
        dspaceVersion: "DSpace 7.6",
        type: "root",
        _links: {
          self: { href: base },
          ...Object.fromEntries(
            Object.entries(endpoints).map(([name, path]) => [
              name,
              { href: base + path },
            ]),
          ),
          pid: { href: `${base}/pid/find{?id}`, templated: true },
        },
      });
    },
  );
  app.get(
    "/security/csrf",
    { schema: { summary: "A new CSRF token", tags: ["DSpace"] } },
    (request, reply) => {
      renewCsrf(request, reply, context);
      return reply.code(204).send();
    },
  );
  // Clients know this path for the one that refuses a token that nobody has been given (dspace.md section 6).
  app.route({
    method: ["POST", "PUT", "PATCH", "DELETE"],
    url: "/security/csrf",
    schema: { hide: true },
    handler(request, reply) {
      renewCsrf(request, reply, context);
      throw invalidCsrf();
    },
  });
}
