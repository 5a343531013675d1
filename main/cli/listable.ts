/** What `holdall list` can show. */
export const listable = [
  "communities",
  "collections",
  "items",
  "exports",
] as const;
export type Listable = (typeof listable)[number];
