import { AppError } from "../../../domain/errors.ts";
import type { Resource } from "./hal.ts";
import type { Asked, Routes } from "./routes.ts";

/** The catalog as a whole, which DSpace calls a site: there is one. */
export function addSites(routes: Routes): void {
  const { context, one, many } = routes;
  const { site } = context;

  const siteOf = ({ request }: Asked): Resource => ({
    fields: {
      id: site.uuid,
      uuid: site.uuid,
      name: "Holdall",
      handle: site.handle,
      metadata: {},
      type: "site",
    },
    links: {
      self: { href: `${context.origin(request)}/api/core/sites/${site.uuid}` },
    },
  });

  many("/core/sites", "The site", [], (asked, paging) => ({
    key: "sites",
    resources: paging.number === 0 ? [siteOf(asked)] : [],
    total: 1,
    paging,
  }));
  one("/core/sites/:uuid", "The site", (asked) => {
    if (asked.uuid !== site.uuid)
      throw new AppError("object.not-found", "There is no such site.", {
        object: asked.uuid,
      });
    return siteOf(asked);
  });
}
