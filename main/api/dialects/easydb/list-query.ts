import type { FastifyRequest } from "fastify";
import {
  easydbStates,
  easydbTypes,
  type EasydbState,
  type EasydbType,
} from "../../../core/easydb-export.ts";
import { apiRefusal } from "./refusal.ts";

/** What a list shows. */
export interface ListQuery {
  /** As it was asked for; null when it was not. */
  readonly limit: number | null;
  readonly offset: number;
  matches(one: {
    readonly type: EasydbType;
    readonly state: EasydbState;
  }): boolean;
}

const accepted = [
  "token",
  "limit",
  "offset",
  "filter",
  "pretty",
  "cache_seconds",
];

/**
 * The query of the list (easydb.md section 9). Nothing that is not understood is passed over.
 * @throws EasydbRefusal error.api.invalid_value, error.api.attribute_not_accepted
 */
export function readListQuery(request: FastifyRequest): ListQuery {
  const query = request.query as Record<string, string | string[]>;
  for (const [name, value] of Object.entries(query)) {
    if (!accepted.includes(name))
      throw apiRefusal(
        "attribute_not_accepted",
        `\`${name}\` is not accepted.`,
      );
    if (Array.isArray(value))
      throw apiRefusal("invalid_value", `\`${name}\` is given more than once.`);
  }
  const number = (name: string): number | null => {
    const value = query[name];
    if (value === undefined) return null;
    if (typeof value !== "string" || !/^[0-9]{1,15}$/.test(value))
      throw apiRefusal(
        "invalid_value",
        `\`${name}\` has to be an integer from 0.`,
      );
    return Number(value);
  };
  const limit = number("limit");
  const offset = number("offset") ?? 0;
  const filters = readFilter(String(query["filter"] ?? ""));
  return {
    limit,
    offset,
    matches: ({ type, state }) =>
      filters.length === 0 ||
      filters.some(
        (filter) =>
          (filter.type?.includes(type) ?? true) &&
          (filter.status?.includes(state) ?? true),
      ),
  };
}

interface Filter {
  readonly type?: readonly string[];
  readonly status?: readonly string[];
}

const values: Readonly<Record<keyof Filter, readonly string[]>> = {
  type: easydbTypes,
  status: easydbStates,
};

function readFilter(text: string): Filter[] {
  if (text === "") return [];
  if (text.includes(" "))
    throw apiRefusal(
      "invalid_value",
      "`filter` has a blank in it; a + has to be sent as %2B.",
    );
  return text.split(",").map((filter) => {
    const read: { type?: string[]; status?: string[] } = {};
    for (const part of filter.split("+")) {
      const [name, list, ...rest] = part.split(":");
      const known =
        (name === "type" || name === "status") &&
        list !== undefined &&
        rest.length === 0 &&
        read[name] === undefined &&
        list.split("|").every((value) => values[name].includes(value));
      if (!known)
        throw apiRefusal(
          "invalid_value",
          `\`filter\` cannot have the part "${part}".`,
        );
      read[name] = list.split("|");
    }
    return read;
  });
}
