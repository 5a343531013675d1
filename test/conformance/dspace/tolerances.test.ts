import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApiServer, type Answer } from "../../support/api-server.ts";
import {
  emailOf,
  startRoleWorld,
  type RoleWorld,
} from "../../support/role-world.ts";

let world: RoleWorld;
beforeAll(async () => {
  world = await startRoleWorld();
});
afterAll(() => world.stop());

interface Hal {
  readonly [name: string]: unknown;
  readonly uuid: string;
  readonly metadata: Record<string, { value: string }[]>;
  readonly _links: Record<string, { href: string }>;
}
const gzip = { "Content-Encoding": "gzip" };
const json = { "Content-Type": "application/json" };
const titled = (title: string) => ({
  metadata: { "dc.title": [{ value: title }] },
});
const item = () => `/core/items/${world.item}`;
const good = (answer: Answer, status = 200): Hal => {
  expect(answer.status, answer.text).toBe(status);
  return answer.json() as Hal;
};

describe("§1 what clients in wide use do", () => {
  it("row 1: say that a body is packed when it is not", async () => {
    good(await world.ask("R", "GET", item(), undefined, gzip));
    good(
      await world.ask("R", "PUT", item(), titled("Plan"), { ...json, ...gzip }),
    );
    good(
      await world.ask(
        "R",
        "PATCH",
        item(),
        [{ op: "add", path: "/metadata/dc.subject/-", value: "x" }],
        { ...json, ...gzip },
      ),
    );
    const made = good(
      await world.ask("R", "POST", "/core/communities", titled("Packed"), {
        ...json,
        ...gzip,
      }),
      201,
    );
    expect(
      (
        await world.ask(
          "R",
          "DELETE",
          `/core/communities/${made.uuid}`,
          undefined,
          gzip,
        )
      ).status,
    ).toBe(204);
  });

  it("row 3: send a media type with no body", async () => {
    good(await world.ask("R", "GET", item(), undefined, json));
    const made = good(
      await world.ask("R", "POST", "/core/communities", titled("Gone")),
      201,
    );
    expect(
      (
        await world.ask(
          "R",
          "DELETE",
          `/core/communities/${made.uuid}`,
          undefined,
          json,
        )
      ).status,
    ).toBe(204);
    for (const [path, status] of [
      ["/authn/login", 200],
      ["/authn/shortlivedtokens", 200],
    ] as const)
      expect((await world.ask("S", "POST", path, undefined, json)).status).toBe(
        status,
      );
  });

  it("row 4: leave `Bearer` out, of short-lived tokens too", async () => {
    const token = await world.server.logIn(emailOf("R"));
    const { token: brief } = (
      await world.server.as(token, "/api/authn/shortlivedtokens", {
        method: "POST",
      })
    ).json() as { token: string };
    for (const given of [token, brief, `bearer ${token}`])
      expect(
        (
          await world.server.ask("/api/core/items", {
            headers: { Authorization: given },
          })
        ).status,
      ).toBe(200);
  });

  it("rows 5 and 6: patch as plain JSON, and with a slash at the end", async () => {
    for (const type of [
      "application/json",
      "application/json-patch+json",
      "application/json; charset=utf-8",
    ]) {
      const patched = good(
        await world.ask(
          "R",
          "PATCH",
          item(),
          [
            {
              op: "add",
              path: "/metadata/dc.subject/",
              value: { value: type },
            },
          ],
          { "Content-Type": type },
        ),
      );
      expect(patched.metadata["dc.subject"]?.at(-1)?.value).toBe(type);
      // Row 10: the client looks at both without asking.
      expect(patched).toMatchObject({ type: "item", id: world.item });
    }
    expect(
      (
        await world.ask("R", "PATCH", item(), "[]", {
          "Content-Type": "text/plain",
        })
      ).status,
    ).toBe(415);
  });

  it("row 7: log in without a CSRF token, and try again with the one that the refusal brings", async () => {
    const form = new URLSearchParams({
      user: emailOf("R"),
      password: "correct horse battery",
    }).toString();
    const type = { "Content-Type": "application/x-www-form-urlencoded" };
    const first = await world.server.ask("/api/authn/login", {
      method: "POST",
      headers: { ...type, Cookie: "DSPACE-XSRF-COOKIE=stale" },
      body: form,
    });
    expect(first.status).toBe(403);
    expect((first.json() as { message: string }).message).toContain(
      "CSRF token",
    );
    const token = first.headers["dspace-xsrf-token"] ?? "";
    const second = await world.server.ask("/api/authn/login", {
      method: "POST",
      headers: {
        ...type,
        Cookie: `DSPACE-XSRF-COOKIE=${token}`,
        "X-XSRF-TOKEN": token,
      },
      body: form,
    });
    expect(second.status).toBe(200);
    expect(second.headers["authorization"]).toMatch(/^Bearer /);
  });

  it("row 8: send objects full of nulls", async () => {
    const made = good(
      await world.ask(
        "R",
        "POST",
        `/core/items?owningCollection=${world.collection}`,
        {
          id: null,
          uuid: null,
          handle: null,
          lastModified: null,
          name: null,
          inArchive: true,
          discoverable: null,
          withdrawn: null,
          type: "item",
          metadata: {
            "dc.title": [
              {
                value: "Nulls",
                language: null,
                authority: null,
                confidence: -1,
                place: null,
              },
            ],
          },
        },
      ),
      201,
    );
    expect(made).toMatchObject({
      name: "Nulls",
      discoverable: true,
      withdrawn: false,
    });
    good(
      await world.ask("R", "PUT", `/core/items/${made.uuid}`, {
        ...made,
        id: null,
        handle: null,
        lastModified: null,
      }),
    );
  });

  it("row 9: take whatever is embedded for a list", async () => {
    for (const path of [
      item(),
      `/core/collections/${world.collection}`,
      `/core/communities/${world.community}`,
    ])
      expect(good(await world.ask("R", "GET", path))).not.toHaveProperty(
        "_embedded",
      );
  });

  it("row 12: follow `next` blindly to the end", async () => {
    for (let n = 0; n < 5; n++)
      good(
        await world.ask(
          "R",
          "POST",
          `/core/items?owningCollection=${world.collection}`,
          {
            ...titled(`Paged ${String(n)}`),
            inArchive: true,
          },
        ),
        201,
      );
    const seen: string[] = [];
    let next: string | undefined =
      "/api/discover/search/objects?query=paged&dsoType=item&size=2&sort=dc.title,ASC";
    while (next !== undefined) {
      const { _embedded } = (await world.server.ask(next)).json() as {
        _embedded: {
          searchResult: {
            _links: Record<string, { href: string }>;
            _embedded: {
              objects: { _embedded: { indexableObject: { name: string } } }[];
            };
          };
        };
      };
      const { searchResult } = _embedded;
      for (const hit of searchResult._embedded.objects)
        seen.push(hit._embedded.indexableObject.name);
      next = searchResult._links["next"]?.href.replace(world.server.url, "");
    }
    expect(seen).toEqual([0, 1, 2, 3, 4].map((n) => `Paged ${String(n)}`));
  });
});

describe("§2 addresses", () => {
  it("tolerate a slash at the end", async () => {
    for (const path of [
      "/core/items/",
      "/core/communities/",
      `${item()}/`,
      `${item()}/bundles/`,
    ])
      expect((await world.ask("R", "GET", path)).status, path).toBe(200);
  });

  it("are absolute, and those of every relation of the root lead somewhere", async () => {
    const { _links } = good(await world.ask("R", "GET", ""));
    for (const name of [
      "self",
      "authn",
      "communities",
      "collections",
      "items",
      "bundles",
      "bitstreams",
      "bitstreamformats",
      "metadataschemas",
      "metadatafields",
      "epersons",
      "groups",
      "resourcepolicies",
      "discover",
      "scripts",
      "processes",
      "sites",
      "pid",
    ]) {
      const href = _links[name]?.href ?? "";
      expect(href.startsWith(`${world.server.url}/api`), name).toBe(true);
      const path = href.replace(world.server.url, "").replace("{?id}", "");
      const answer = await world.server.as(
        await world.server.logIn(emailOf("R")),
        path,
      );
      // Bundles, bitstreams and policies are no lists that anybody may ask for (contract sections 12 and 14).
      expect(answer.status, path).toBe(
        ["bundles", "bitstreams", "resourcepolicies"].includes(name)
          ? 405
          : name === "pid"
            ? 400
            : 200,
      );
    }
  });

  it("of everything that is linked lead somewhere", async () => {
    const missing: string[] = [];
    const seen = new Set<string>();
    const follow = async (path: string, depth: number): Promise<void> => {
      if (seen.has(path)) return;
      seen.add(path);
      const answer = await world.ask("R", "GET", path.replace(/^\/api/, ""));
      if (
        (answer.status === 404 && !path.endsWith("/itemtemplate")) ||
        answer.status >= 500
      )
        missing.push(`${String(answer.status)} ${path}`);
      if (
        answer.status !== 200 ||
        depth === 0 ||
        !(answer.headers["content-type"] ?? "").includes("json")
      )
        return;
      const links = JSON.stringify(answer.json()).matchAll(/"href":"([^"]+)"/g);
      for (const [, href = ""] of links)
        if (!href.includes("{"))
          await follow(href.replace(world.server.url, ""), depth - 1);
    };
    for (const start of [
      "/api",
      `/api/core/collections/${world.collection}?projection=full`,
      `/api${item()}?projection=full`,
      "/api/authn/status",
      "/api/eperson/groups",
      "/api/eperson/epersons",
      "/api/core/metadatafields?size=2",
      `/api/authz/resourcepolicies/search/resource?uuid=${world.collection}`,
    ])
      await follow(start, 2);
    expect(missing).toEqual([]);
    expect(seen.size).toBeGreaterThan(100);
  });
});

describe("§5 pages of other origins", () => {
  it("may read the headers they need, where they are let in", async () => {
    const server = await startApiServer(world.data, {
      HOLDALL_ALLOWED_ORIGINS: "https://ui.example.org",
    });
    try {
      const answer = await server.ask("/api", {
        headers: { Origin: "https://ui.example.org" },
      });
      expect(answer.status).toBe(200);
      const exposed = (answer.headers["access-control-expose-headers"] ?? "")
        .split(",")
        .map((name) => name.trim());
      expect(exposed).toEqual(
        expect.arrayContaining([
          "Authorization",
          "DSPACE-XSRF-TOKEN",
          "Location",
          "WWW-Authenticate",
          "Content-Disposition",
          "ETag",
          "Content-Range",
        ]),
      );
      expect(
        (
          await server.ask("/api", {
            headers: { Origin: "https://evil.example.org" },
          })
        ).status,
      ).toBe(403);
    } finally {
      await server.stop();
    }
  });
});
