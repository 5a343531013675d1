import type { FastifyRequest } from "fastify";
import type { Logger } from "pino";
import type { CommandContext } from "../commands/command.ts";
import type { Actors } from "../core/actors.ts";
import type { Audit } from "../core/audit.ts";
import type { Access, Caller } from "../core/access.ts";
import type { AccountView } from "../core/accounts.ts";
import type { Authorised } from "../core/authorised.ts";
import type { Collections } from "../core/collections.ts";
import type { Communities } from "../core/communities.ts";
import type { Discovery } from "../core/discovery.ts";
import type { Bitstreams } from "../core/bitstreams.ts";
import type { Bundles } from "../core/bundles.ts";
import type { ContainerGroups } from "../core/container-groups.ts";
import type { Epersons } from "../core/epersons.ts";
import type { Groups } from "../core/groups.ts";
import type { Harvests } from "../core/harvest-settings.ts";
import type { Policies } from "../core/policies.ts";
import type { Registries } from "../core/registries.ts";
import type { EventBus } from "../core/events.ts";
import type { ItemEditing } from "../core/item-editing.ts";
import type { ItemLinks } from "../core/item-links.ts";
import type { ItemTemplates } from "../core/item-templates.ts";
import type { Facets } from "../core/facets.ts";
import type { EasydbExports } from "../core/easydb-exports.ts";
import type { RspaceExports } from "../core/rspace-exports.ts";
import type { KeptSessions } from "../core/kept-sessions.ts";
import type { LogIn } from "../core/log-in.ts";
import type { Logos } from "../core/logos.ts";
import type { ObjectExports } from "../core/object-exports.ts";
import type { Objects } from "../core/objects.ts";
import type { Processes } from "../core/processes.ts";
import type { Sessions, TokenKind } from "../core/sessions.ts";
import type { SetUp } from "../core/set-up.ts";
import type { Uploads } from "../core/uploads.ts";
import type { ReceiveContent } from "../domain/received-content.ts";

/** What the API asks of the core. */
export interface ApiCore {
  readonly commands: CommandContext;
  readonly access: Access;
  readonly actors: Actors;
  readonly audit: Pick<Audit, "record">;
  readonly authorised: Authorised;
  readonly collections: Collections;
  readonly communities: Communities;
  readonly discovery: Discovery;
  readonly bundles: Bundles;
  readonly bitstreams: Bitstreams;
  readonly containerGroups: ContainerGroups;
  readonly epersons: Epersons;
  readonly groups: Groups;
  readonly harvests: Harvests;
  readonly policies: Policies;
  readonly registries: Registries;
  readonly events: Pick<EventBus, "listen">;
  readonly itemEditing: ItemEditing;
  readonly itemLinks: ItemLinks;
  readonly itemTemplates: ItemTemplates;
  readonly facets: Facets;
  readonly easydbExports: EasydbExports;
  readonly rspaceExports: RspaceExports;
  readonly keptSessions: KeptSessions;
  /** Whether sessions may be opened without a password. */
  readonly anonymousSessions: boolean;
  readonly logIn: LogIn;
  readonly logos: Logos;
  readonly objects: Objects;
  readonly objectExports: ObjectExports;
  readonly processes: Processes;
  readonly sessions: Sessions;
  readonly setUp: SetUp;
  /** The catalog as a whole, as DSpace knows it. */
  readonly site: { readonly uuid: string; readonly handle: string };
  readonly uploads: Uploads;
  /** The account an API key acts for; null when there is no such key. */
  accountOfKey(key: string): Promise<AccountView | null>;
  /** Takes what a client sends into the bitstream store while it comes. */
  readonly receive: ReceiveContent;
  readonly logger: Logger;
}

/** What routes work with. */
export interface ApiContext extends ApiCore {
  /** `http://127.0.0.1:8460`, or the address the server is known by outside; no slash at the end. */
  origin(request: FastifyRequest): string;
  /** Who asks. A wrong or ended token makes the request an anonymous one. */
  callerOf(request: FastifyRequest): Promise<Caller>;
  /** The same, found out anew: of a request that is answered for long. */
  callerNow(request: FastifyRequest): Promise<Caller>;
  /** The account of a token of one of these kinds in the Authorization header; null when there is none. */
  accountOf(
    request: FastifyRequest,
    kinds: readonly TokenKind[],
  ): Promise<AccountView | null>;
}

declare module "fastify" {
  interface FastifyContextConfig {
    /** The body may take long to come: an upload. */
    longBody?: boolean;
    /** False: only the Authorization header makes a request to this route somebody's. */
    csrf?: boolean;
    /** False: the path exists, but this is not done there. */
    offered?: boolean;
  }
}
