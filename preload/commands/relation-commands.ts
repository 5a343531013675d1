import type {
  RelationMark,
  Relations,
  WorkVersion,
} from "../../main/domain/related-item.ts";

/** What items belong to, and the versions of works. */
export interface RelationCommands {
  /** What an item belongs to, some hundred at a time, and what can be added. */
  "relations.of": {
    readonly input: {
      readonly item: number;
      /** Where the page before ended. */
      readonly after?: RelationMark;
    };
    readonly output: Relations;
  };
  "relations.add": {
    readonly input: {
      readonly item: number;
      /** The kind of relationship, and on which side of it the item stands. */
      readonly type: number;
      readonly side: "left" | "right";
      readonly other: number;
    };
    readonly output: { readonly relation: number };
  };
  "relations.remove": {
    readonly input: { readonly item: number; readonly relation: number };
    readonly output: null;
  };
  /** Takes one to another place among those of its kind, counted from 0. */
  "relations.place": {
    readonly input: {
      readonly item: number;
      readonly relation: number;
      readonly place: number;
    };
    readonly output: null;
  };
  /** All versions of the work that an item is a version of, the newest first. */
  "items.versions": {
    readonly input: { readonly item: number };
    readonly output: readonly WorkVersion[];
  };
}
