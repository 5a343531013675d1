import { AppError } from "../../../domain/errors.ts";
import type { Slice } from "../../../core/objects.ts";
import type { Link } from "./link.ts";
import { textsOf } from "./texts-of.ts";

/** Which page of a list, and how its links look. */
export interface Paging {
  /** From 0. */
  readonly number: number;
  readonly size: number;
  readonly sort: string | null;
  readonly descending: boolean;
  /** Address of the list without query. */
  readonly url: string;
  /** All other parameters of the request, to be repeated in links. */
  readonly parameters: readonly (readonly [string, string])[];
}

const usualSize = 20;
const largest = { user: 100, administrator: 1000 } as const;
const ownParameters = new Set(["page", "size", "authentication-token"]);

/**
 * Reads `page`, `size` and `sort` of a query.
 * @param sorts fields a client may sort by
 * @throws AppError input.invalid
 */
export function readPaging(
  query: Readonly<Record<string, unknown>>,
  url: string,
  administrator: boolean,
  sorts: readonly string[],
): Paging {
  const number = wholeNumber(query["page"], "page", 0, 0);
  const size = wholeNumber(query["size"], "size", 1, usualSize);
  let sort: string | null = null;
  let descending = false;
  if (query["sort"] !== undefined) {
    const match = /^([\w.]+)(?:,(asc|desc))?$/i.exec(
      typeof query["sort"] === "string" ? query["sort"] : "",
    );
    sort = match?.[1] ?? "";
    if (!sorts.includes(sort))
      throw new AppError("input.invalid", "The list cannot be sorted so.");
    descending = match?.[2]?.toLowerCase() === "desc";
  }
  return {
    number,
    size: Math.min(size, administrator ? largest.administrator : largest.user),
    sort,
    descending,
    url,
    parameters: Object.entries(query).flatMap(([name, value]) =>
      ownParameters.has(name)
        ? []
        : textsOf(value).map((one) => [name, one] as const),
    ),
  };
}

/** The paging of a list inside of another answer. */
export function embeddedPaging(url: string, size: number): Paging {
  return {
    number: 0,
    size,
    sort: null,
    descending: false,
    url,
    parameters: [],
  };
}

export function sliceOf({ number, size, descending }: Paging): Slice {
  return { skip: number * size, limit: size, descending };
}

/** Where a page stands in its list. */
export function pageOf(
  { size, number }: Paging,
  total: number,
): Record<string, number> {
  return {
    size,
    totalElements: total,
    totalPages: Math.ceil(total / size),
    number,
  };
}

/** Links of a page: everything the request said is repeated. */
export function pageLinks(paging: Paging, total: number): Record<string, Link> {
  const last = Math.max(0, Math.ceil(total / paging.size) - 1);
  const { number } = paging;
  const to = (page: number): Link => ({
    href: `${paging.url}?${new URLSearchParams([
      ...paging.parameters.map(([name, value]): [string, string] => [
        name,
        value,
      ]),
      ["page", String(page)],
      ["size", String(paging.size)],
    ]).toString()}`,
  });
  const back = number > 0 ? to(Math.min(number - 1, last)) : null;
  return {
    self: to(number),
    first: to(0),
    last: to(last),
    ...(number < last ? { next: to(number + 1) } : {}),
    // Clients know the way back under either name.
    ...(back === null ? {} : { prev: back, previous: back }),
  };
}

function wholeNumber(
  value: unknown,
  name: string,
  least: number,
  otherwise: number,
): number {
  if (value === undefined) return otherwise;
  const number =
    typeof value === "string" && /^[0-9]{1,9}$/.test(value)
      ? Number(value)
      : -1;
  if (number < least) {
    throw new AppError(
      "input.invalid",
      `\`${name}\` is a whole number from ${String(least)} on.`,
      { object: name },
    );
  }
  return number;
}
