import { join } from "node:path";
import type { Policy, PolicyAction } from "../../main/domain/catalog.ts";
import { openAccess } from "../../main/store/container-store.ts";
import { addAccount, startApiServer, type Answer } from "./api-server.ts";
import { openTestCatalog, publicRead, value } from "./catalog.ts";
import { temporaryFolder } from "./holdall.ts";

/**
 * Who asks, in the letters of dspace.md section 7: R administers the site, M the community, K the collection; S submits
 * to it, O is signed in, A is nobody.
 */
export const roles = ["R", "M", "K", "S", "O", "A"] as const;
export type Role = (typeof roles)[number];

export type RoleWorld = Awaited<ReturnType<typeof startRoleWorld>>;

/**
 * A server with one community in another, one collection in that, an item in it, and an account for every role; what a
 * test needs besides it makes through the API.
 */
export async function startRoleWorld() {
  const folder = await temporaryFolder();
  const data = join(folder.path, "data");
  const catalog = openTestCatalog(data);
  const policy = (role: Role, action: PolicyAction): Policy => ({
    ...publicRead,
    group: null,
    account: emailOf(role),
    action,
  });
  const top = catalog.community("Harbours");
  const community = catalog.community("Lighthouses", {
    parent: top,
    policies: [publicRead, policy("M", "ADMIN")],
  });
  const collection = catalog.collection("Plans", [community], {
    policies: [...openAccess, policy("K", "ADMIN"), policy("S", "ADD")],
  });
  const other = catalog.collection("Letters", [top], {
    policies: openAccess,
  });
  const item = catalog.item(collection, {
    metadata: [value("dc.title", "Plan of the tower")],
  });
  const uuidOf = (kind: "community" | "collection", id: number): string =>
    catalog.browse.records(kind, [id])[0]?.uuid ?? "";
  const uuids = {
    top: uuidOf("community", top),
    community: uuidOf("community", community),
    collection: uuidOf("collection", collection),
    other: uuidOf("collection", other),
    item: item.uuid,
  };
  catalog.close();
  await addAccount(data, emailOf("R"), "--admin");
  for (const role of roles.slice(1, -1)) await addAccount(data, emailOf(role));
  const server = await startApiServer(data);
  const tokens = new Map<Role, string>();
  for (const role of roles.slice(0, -1))
    tokens.set(role, await server.logIn(emailOf(role)));

  return {
    data,
    server,
    ...uuids,
    /** Asks as somebody with a role; a body that is no text is sent as JSON. */
    ask(
      role: Role,
      method: string,
      path: string,
      body?: unknown,
      headers: Readonly<Record<string, string>> = {},
    ): Promise<Answer> {
      const text =
        body === undefined
          ? {}
          : {
              body:
                typeof body === "string" || Buffer.isBuffer(body)
                  ? body
                  : JSON.stringify(body),
            };
      return server.as(tokens.get(role) ?? null, `/api${path}`, {
        method,
        headers: {
          ...(body === undefined ? {} : { "Content-Type": "application/json" }),
          ...headers,
        },
        ...text,
      });
    },
    async stop(): Promise<void> {
      await server.stop();
      await folder.remove();
    },
  };
}

/** The account of a role. */
export function emailOf(role: Role): string {
  return `${role.toLowerCase()}@example.org`;
}
