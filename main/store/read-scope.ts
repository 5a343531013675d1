import type { ReadScope } from "../core/access.ts";

/** Values for the statements that use {@link readable}. */
export interface ScopeParameters {
  readonly everything: 0 | 1;
  /** JSON arrays of ids. */
  readonly groups: string;
  readonly administered: string;
  readonly account: number | null;
  readonly today: string;
}

/** @param scope null: everything may be read */
export function scopeParameters(scope: ReadScope | null): ScopeParameters {
  return {
    everything: scope === null ? 1 : 0,
    groups: JSON.stringify(scope?.groups ?? []),
    administered: JSON.stringify(scope?.collections ?? []),
    account: scope?.account ?? null,
    today: scope?.today ?? "",
  };
}

/** SQL: the policies of an object allow an action to the groups and the account. */
export function allowed(object: string, action: string): string {
  return `EXISTS (SELECT 1 FROM resource_policy p WHERE p.object_id = ${object} AND p.action = ${action}
    AND (p.group_id IN (SELECT value FROM json_each(@groups)) OR p.account_id = @account)
    AND (p.start_date IS NULL OR p.start_date <= @today) AND (p.end_date IS NULL OR p.end_date >= @today))`;
}

/** SQL, after `WITH RECURSIVE`: `administered`, the communities that are administered, those in them included. */
export const administeredCommunities = `administered(id) AS (
    SELECT c.id FROM community c WHERE ${allowed("c.id", "'ADMIN'")}
    UNION SELECT c.id FROM community c JOIN administered a ON c.parent_id = a.id)`;

/** SQL: an object may be read. */
export function readable(object: string): string {
  return `(@everything = 1 OR ${allowed(object, "'READ'")})`;
}

/** SQL: an item (alias `i`) may be in a list: plain callers see no withdrawn, hidden or unfinished ones. */
export const listedItem = `(@everything = 1 OR i.collection_id IN (SELECT value FROM json_each(@administered))
  OR (i.in_archive = 1 AND i.withdrawn = 0 AND i.discoverable = 1 AND ${allowed("i.id", "'READ'")}))`;

/** SQL: an item (alias `i`) that is archived and to be found, whoever asks. */
export const shownItem =
  "i.in_archive = 1 AND i.withdrawn = 0 AND i.discoverable = 1";
