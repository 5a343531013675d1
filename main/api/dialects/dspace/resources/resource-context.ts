import type { ApiCore } from "../../../api-context.ts";
import type { Caller } from "../../../../core/access.ts";
import type {
  BitstreamRecord,
  BundleRecord,
  ContainerRecord,
  ItemRecord,
  Part,
} from "../../../../core/objects.ts";
import type {
  Relationship,
  RelationshipType,
} from "../../../../domain/item-links.ts";
import type { EpersonRecord } from "../../../../core/epersons.ts";
import type { GroupRecord } from "../../../../core/groups.ts";
import type { HarvestSettings } from "../../../../core/harvest-settings.ts";
import type { PolicyRecord } from "../../../../core/policies.ts";
import type {
  FieldRecord,
  FormatRecord,
  SchemaRecord,
} from "../../../../core/registries.ts";
import { AppError } from "../../../../domain/errors.ts";
import type { ProcessFile } from "../../../../core/process-files.ts";
import type { ProcessRecord } from "../../../../core/process-record.ts";
import type { Script } from "../../../../core/scripts.ts";
import type { Resource, ResourceList } from "../hal.ts";
import type { Link } from "../link.ts";
import { embeddedPaging, type Paging } from "../paging.ts";

type Single<Record> = (record: Record) => Resource;
type Within<Record> = (record: Record, paging: Paging) => ResourceList;

/** Every kind of resource and list of the dialect. They refer to each other, so each is found through this. */
export interface Resources {
  readonly script: Single<Script>;
  readonly process: Single<ProcessRecord>;
  readonly processFile: Single<ProcessFile>;
  readonly processFiletypes: Single<ProcessRecord>;
  readonly community: Single<ContainerRecord>;
  readonly collection: Single<ContainerRecord>;
  readonly item: Single<ItemRecord>;
  readonly bundle: Single<BundleRecord>;
  readonly bitstream: Single<BitstreamRecord>;
  /** What everybody can do with it. */
  readonly bitstreamAccess: Single<BitstreamRecord>;
  readonly itemTemplate: Single<ItemRecord>;
  readonly relationship: Single<Relationship>;
  readonly relationshipType: Single<RelationshipType>;
  readonly relationships: Within<ItemRecord>;
  readonly accessStatus: Single<ItemRecord>;
  readonly identifiers: Single<ItemRecord>;
  readonly license: Single<ContainerRecord>;
  /** Those without a parent, or all of them. */
  communities(parent: "none" | "any", paging: Paging): ResourceList;
  readonly subcommunities: Within<ContainerRecord>;
  /** Of a community; null: of the whole catalog. */
  collections(community: number | null, paging: Paging): ResourceList;
  readonly mappedItems: Within<ContainerRecord>;
  /** Those of its workflow's groups that the caller may see. */
  readonly workflowGroups: Within<ContainerRecord>;
  /** Of a collection; null: of the whole catalog. */
  items(collection: number | null, paging: Paging): Promise<ResourceList>;
  readonly bundles: Within<ItemRecord>;
  readonly mappedCollections: Within<ItemRecord>;
  readonly bitstreams: Within<BundleRecord>;
  readonly eperson: Single<EpersonRecord>;
  readonly group: Single<GroupRecord>;
  /** Groups with a text in their uuid or name. */
  groups(query: () => string, paging: Paging): ResourceList;
  /** Subgroups of a group, its accounts, and the groups of an account, each by uuid. */
  readonly subgroups: Within<string>;
  readonly accounts: Within<string>;
  readonly groupsOf: Within<string>;
  /** What a group was made for. */
  groupOwner(group: string): Resource | null;
  readonly policy: Single<PolicyRecord>;
  /** The group or account a policy is for, if it is one of that kind. */
  policyHolder(
    policy: PolicyRecord,
    kind: "group" | "account",
  ): Resource | null;
  /** What a policy is about. */
  policyResource(policy: PolicyRecord): Resource | null;
  readonly metadataSchema: Single<SchemaRecord>;
  readonly metadataField: Single<FieldRecord>;
  readonly format: Single<FormatRecord>;
  readonly harvestFormats: () => Resource;
  /** What everyone gets to read by default of what is put into a collection. */
  accessConditions(collection: string, paging: Paging): ResourceList;
  /** Of a collection by uuid; null settings: harvested from nowhere. */
  harvester(collection: string, settings: HarvestSettings | null): Resource;
}

/** What the makers of resources work with. */
export interface ResourceContext {
  readonly core: ApiCore;
  readonly caller: Caller;
  /** Address below the dialect: `link("core", "items", uuid)`. */
  link(...parts: readonly string[]): Link;
  /** Paging of a list that is embedded in another answer. */
  embedded(size: number, ...parts: readonly string[]): Paging;
  /** All makers; not before they are all made. */
  readonly all: Resources;
}

/** @param base address of the dialect: `http://127.0.0.1:8460/api` */
export function createLinks(
  base: string,
): Pick<ResourceContext, "link" | "embedded"> {
  const link = (...parts: readonly string[]): Link => ({
    href: [base, ...parts].join("/"),
  });
  return {
    link,
    embedded: (size, ...parts) => embeddedPaging(link(...parts).href, size),
  };
}

/** A page of a list from the records in it. */
export function pageOf<Record>(
  key: string,
  part: Part<Record>,
  paging: Paging,
  toResource: Single<Record>,
): ResourceList {
  return {
    key,
    resources: part.records.map(toResource),
    total: part.total,
    paging,
  };
}

/** The resource of a record, where there is one. */
export function optional<Record>(
  record: Record | null,
  toResource: Single<Record>,
): Resource | null {
  return record === null ? null : toResource(record);
}

/** What is embedded is null where it is not there, or not for the caller. */
export function unlessHidden<Found extends Resource | ResourceList>(
  find: () => Found | null,
): Found | null {
  try {
    return find();
  } catch (error) {
    if (
      error instanceof AppError &&
      ["forbidden", "unauthenticated", "not-found"].includes(error.kind)
    )
      return null;
    throw error;
  }
}

/** Links of a thing to what hangs on it, each below its own address. */
export function linksBelow(
  { link }: Pick<ResourceContext, "link">,
  self: readonly string[],
  names: readonly string[],
): Readonly<Record<string, Link>> {
  const own = link(...self);
  const links: Record<string, Link> = { self: own };
  for (const name of names) links[name] = { href: `${own.href}/${name}` };
  return links;
}

/**
 * JSON of the links that {@link linksBelow} makes, cut where the thing's own address belongs: joined by it, it is whole.
 */
export function linkPiecesBelow(names: readonly string[]): readonly string[] {
  const cut = "\u0000";
  const links = ["self", ...names].map(
    (name, index) =>
      `"${name}":{"href":"${cut}${index === 0 ? "" : `/${name}`}"}`,
  );
  return `{${links.join()}}`.split(cut);
}
