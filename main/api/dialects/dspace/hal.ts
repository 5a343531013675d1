import { AppError } from "../../../domain/errors.ts";
import type { Links } from "./link.ts";
import type { Paging } from "./paging.ts";
import type { Piece } from "./piece.ts";
import { pageLinks, pageOf } from "./paging.ts";
import { textsOf } from "./texts-of.ts";

/** One thing with what can be embedded in it. */
export interface Resource {
  /** Its own members; in pieces where they have been made into JSON before, without the brackets around them. */
  readonly fields: Readonly<Record<string, unknown>> | readonly Piece[];
  readonly links: Links;
  /** JSON of all links where it has been made in another way, and the names of those that `links` leaves out. */
  readonly linksText?: string;
  readonly linkNames?: readonly string[];
  /** Relations that are embedded unasked. */
  readonly always?: readonly string[];
  /** What can be embedded; a function where that is made only when something is asked for, which in lists is seldom. */
  readonly embeds?: Embeds | (() => Embeds);
}

/** How a thing finds what can be embedded in it, by relation; null is a thing that is not there, or not for the caller. */
export type Embeds = Readonly<
  Record<
    string,
    (
      size: number,
    ) =>
      Promise<Resource | ResourceList | null> | Resource | ResourceList | null
  >
>;

/** A page of a list. */
export interface ResourceList {
  /** Key in `_embedded`. */
  readonly key: string;
  /** Another key under which clients look for the same. */
  readonly alias?: string;
  readonly resources: readonly Resource[];
  readonly total: number;
  readonly paging: Paging;
}

/** What a request wants embedded: relations, each with what is wanted inside of it. */
export interface EmbedTree {
  readonly all: number;
  readonly named: ReadonlyMap<string, EmbedTree>;
  readonly sizes: Readonly<Record<string, number>>;
}

const nothing: EmbedTree = { all: 0, named: new Map(), sizes: {} };
const embedSize = 20;
const deepest = 4;
const largestEmbed = 100;

/**
 * Reads `embed`, `embed.size` and `projection` of a query.
 * @throws AppError input.invalid
 */
export function readEmbeds(
  query: Readonly<Record<string, unknown>>,
): EmbedTree {
  if (!["embed", "embed.size", "projection"].some((name) => name in query))
    return nothing;
  const projection = textsOf(query["projection"]);
  let all = 0;
  for (const name of projection) {
    if (name === "full") all = 2;
    else if (name !== "default")
      throw new AppError("input.invalid", `There is no projection ${name}.`);
  }
  const sizes: Record<string, number> = {};
  for (const text of textsOf(query["embed.size"])) {
    const match = /^([\w/]+)=([0-9]{1,4})$/.exec(text);
    if (match?.[1] === undefined || Number(match[2]) < 1)
      throw new AppError("input.invalid", "`embed.size` is `relation=number`.");
    sizes[match[1]] = Math.min(Number(match[2]), largestEmbed);
  }
  interface Growing {
    all: number;
    named: Map<string, Growing>;
    sizes: Record<string, number>;
  }
  const root: Growing = { all, named: new Map(), sizes };
  for (const given of textsOf(query["embed"]).flatMap((text) =>
    text.split(","),
  )) {
    const path = given.trim();
    if (path === "") continue;
    const steps = path.split("/");
    if (steps.length > deepest || steps.some((step) => !/^\w+$/.test(step)))
      throw new AppError("input.invalid", `${path} cannot be embedded.`);
    let place = root;
    for (const step of steps) {
      let next = place.named.get(step);
      if (next === undefined) {
        next = { all: 0, named: new Map(), sizes };
        place.named.set(step, next);
      }
      place = next;
    }
  }
  return root;
}

/** Whether a resource has a link of this name. */
export function hasLink(
  { links, linkNames = [] }: Resource,
  relation: string,
): boolean {
  return Object.hasOwn(links, relation) || linkNames.includes(relation);
}

/** Whether nothing is embedded in a resource. */
function isBare({ always = [] }: Resource, embeds: EmbedTree): boolean {
  return always.length === 0 && embeds.all === 0 && embeds.named.size === 0;
}

/** A resource itself, without the bracket at its end. */
function renderOwn({ fields, links, linksText }: Resource): Piece[] {
  const own: readonly Piece[] = isPieces(fields)
    ? fields
    : [JSON.stringify(fields).slice(1, -1)];
  const before = own.length === 0 || own[0] === "" ? "" : ",";
  return [
    "{",
    ...own,
    `${before}"_links":${linksText ?? JSON.stringify(links)}`,
  ];
}

function isPieces(fields: Resource["fields"]): fields is readonly Piece[] {
  return Array.isArray(fields);
}

/** A resource as HAL, with what the request wants embedded: a JSON object in pieces. */
export async function renderResource(
  resource: Resource,
  embeds: EmbedTree,
): Promise<Piece[]> {
  const pieces = renderOwn(resource);
  const wanted = new Set([...(resource.always ?? []), ...embeds.named.keys()]);
  const known =
    typeof resource.embeds === "function"
      ? resource.embeds()
      : (resource.embeds ?? {});
  if (embeds.all > 0)
    for (const relation of Object.keys(known)) wanted.add(relation);
  if (wanted.size === 0) return [...pieces, "}"];
  pieces.push(',"_embedded":{');
  let separator = "";
  for (const relation of wanted) {
    pieces.push(`${separator}${JSON.stringify(relation)}:`);
    separator = ",";
    if (!Object.hasOwn(known, relation)) {
      // A relation nobody has heard of; one that only this thing lacks is told as absent.
      if (relation === "self" || !hasLink(resource, relation))
        throw new AppError("input.invalid", `${relation} cannot be embedded.`);
      pieces.push("null");
      continue;
    }
    const found = await known[relation]?.(embeds.sizes[relation] ?? embedSize);
    const inside: EmbedTree = {
      all: Math.max(0, embeds.all - 1),
      named: embeds.named.get(relation)?.named ?? new Map<string, EmbedTree>(),
      sizes: embeds.sizes,
    };
    if (found == null) pieces.push("null");
    else if ("resources" in found)
      pieces.push(...(await renderList(found, inside)));
    else pieces.push(...(await renderResource(found, inside)));
  }
  pieces.push("}}");
  return pieces;
}

/** A page of a list as HAL: a JSON object in pieces, for the whole can be long. */
export async function renderList(
  list: ResourceList,
  embeds: EmbedTree,
): Promise<Piece[]> {
  const rendered: Piece[] = [];
  for (const resource of list.resources) {
    if (rendered.length > 0) rendered.push(",");
    const pieces = isBare(resource, embeds)
      ? [...renderOwn(resource), "}"]
      : await renderResource(resource, embeds);
    rendered.push(...pieces);
  }
  const links = JSON.stringify(pageLinks(list.paging, list.total));
  const page = JSON.stringify(pageOf(list.paging, list.total));
  return [
    `{"_embedded":{${JSON.stringify(list.key)}:[`,
    ...rendered,
    ...(list.alias === undefined
      ? []
      : [`],${JSON.stringify(list.alias)}:[`, ...rendered]),
    `]},"_links":${links},"page":${page}}`,
  ];
}
