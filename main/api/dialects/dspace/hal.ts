import { AppError } from "../../../domain/errors.ts";
import type { Links } from "./link.ts";
import type { Paging } from "./paging.ts";
import { pageLinks, pageOf } from "./paging.ts";

/** One thing with what can be embedded in it. */
export interface Resource {
  /** Its own members; as text where they have been made into JSON before, without the brackets around them. */
  readonly fields: Readonly<Record<string, unknown>> | string;
  readonly links: Links;
  /** JSON of all links where it has been made in another way, and the names of those that `links` leaves out. */
  readonly linksText?: string;
  readonly linkNames?: readonly string[];
  /** Relations that are embedded unasked. */
  readonly always?: readonly string[];
  /** By relation; null is a thing that is not there, or not for the caller. */
  readonly embeds?: Readonly<
    Record<
      string,
      (
        size: number,
      ) =>
        Promise<Resource | ResourceList | null> | Resource | ResourceList | null
    >
  >;
}

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
  const projection = texts(query["projection"]);
  let all = 0;
  for (const name of projection) {
    if (name === "full") all = 2;
    else if (name !== "default")
      throw new AppError("input.invalid", `There is no projection ${name}.`);
  }
  const sizes: Record<string, number> = {};
  for (const text of texts(query["embed.size"])) {
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
  for (const given of texts(query["embed"]).flatMap((text) =>
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

function texts(value: unknown): string[] {
  return [value].flat().filter((one): one is string => typeof one === "string");
}

/** Whether a resource has a link of this name. */
export function hasLink(
  { links, linkNames = [] }: Resource,
  relation: string,
): boolean {
  return Object.hasOwn(links, relation) || linkNames.includes(relation);
}

/** A resource as HAL, with what the request wants embedded: the text of a JSON object. */
export async function renderResource(
  resource: Resource,
  embeds: EmbedTree,
): Promise<string> {
  const { fields } = resource;
  const own =
    typeof fields === "string" ? fields : JSON.stringify(fields).slice(1, -1);
  const links = resource.linksText ?? JSON.stringify(resource.links);
  const text = ["{", own, own === "" ? "" : ",", '"_links":', links].join("");
  const wanted = new Set([...(resource.always ?? []), ...embeds.named.keys()]);
  if (wanted.size === 0 && embeds.all === 0) return `${text}}`;
  const known = resource.embeds ?? {};
  if (embeds.all > 0)
    for (const relation of Object.keys(known)) wanted.add(relation);
  if (wanted.size === 0) return `${text}}`;
  const embedded: string[] = [];
  for (const relation of wanted) {
    const name = JSON.stringify(relation);
    if (!Object.hasOwn(known, relation)) {
      // A relation nobody has heard of; one that only this thing lacks is told as absent.
      if (!hasLink(resource, relation))
        throw new AppError("input.invalid", `${relation} cannot be embedded.`);
      embedded.push(`${name}:null`);
      continue;
    }
    const found = await known[relation]?.(embeds.sizes[relation] ?? embedSize);
    const inside: EmbedTree = {
      all: Math.max(0, embeds.all - 1),
      named: embeds.named.get(relation)?.named ?? new Map<string, EmbedTree>(),
      sizes: embeds.sizes,
    };
    const inner =
      found == null
        ? "null"
        : "resources" in found
          ? (await renderList(found, inside)).join("")
          : await renderResource(found, inside);
    embedded.push(`${name}:${inner}`);
  }
  return `${text},"_embedded":{${embedded.join()}}}`;
}

/** A page of a list as HAL: the text of a JSON object in pieces, for the whole can be long. */
export async function renderList(
  list: ResourceList,
  embeds: EmbedTree,
): Promise<string[]> {
  const rendered: string[] = [];
  for (const resource of list.resources) {
    if (rendered.length > 0) rendered.push(",");
    rendered.push(await renderResource(resource, embeds));
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
