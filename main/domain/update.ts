import { Type, type Static } from "typebox";
import type { ErrorView } from "./errors.ts";

/** Characters a version may have. */
const longestVersion = 64;

/** Whether Holdall looks by itself once a day whether there is a newer one, and where. */
export const updateSettingsSchema = Type.Object(
  {
    enabled: Type.Boolean(),
    /** Where releases are told of; null as long as nobody has said. */
    feed: Type.Union([
      Type.String({ minLength: 1, maxLength: 2000 }),
      Type.Null(),
    ]),
  },
  { additionalProperties: false },
);
export type UpdateSettings = Static<typeof updateSettingsSchema>;

/** A release that somebody has told of. */
export const releaseSchema = Type.Object({
  version: Type.String({ maxLength: longestVersion }),
  /** Where people can read of it; null when that was not said. */
  page: Type.Union([Type.String(), Type.Null()]),
});
export type Release = Static<typeof releaseSchema>;

/** What is known of newer releases. */
export interface UpdateState {
  readonly settings: UpdateSettings;
  /** The version that runs. */
  readonly version: string;
  /** The latest release, when it is newer than what runs. */
  readonly newer: Release | null;
  /** Milliseconds since 1970; null when nobody has looked yet. */
  readonly checkedAt: number | null;
  /** Why looking failed the last time. */
  readonly error: ErrorView | null;
}

const versionPattern =
  /^v?(\d{1,9})\.(\d{1,9})\.(\d{1,9})(?:-([0-9A-Za-z.-]{1,64}))?(?:\+[0-9A-Za-z.-]{1,64})?$/;

/** Whether the text is a version as semver.org has them, and no longer than one that is kept. */
export const isVersion = (text: string): boolean =>
  text.length <= longestVersion && versionPattern.test(text);

/** Whether one version is newer than another, as semver.org orders them; what is no version is newer than nothing. */
export function isNewer(one: string, than: string): boolean {
  const [left, right] = [versionPattern.exec(one), versionPattern.exec(than)];
  if (left === null || right === null) return false;
  for (const part of [1, 2, 3]) {
    const difference = Number(left[part]) - Number(right[part]);
    if (difference !== 0) return difference > 0;
  }
  const [before, after] = [left[4], right[4]];
  // What comes before a release is older than it.
  if (before === undefined || after === undefined)
    return before === undefined && after !== undefined;
  return compareStages(before.split("."), after.split(".")) > 0;
}

function compareStages(
  one: readonly string[],
  other: readonly string[],
): number {
  for (const [place, left] of one.entries()) {
    const right = other[place];
    if (right === undefined) return 1;
    if (left === right) continue;
    const [a, b] = [left, right].map((text) => /^\d+$/.test(text));
    if (a === true && b === true) return Number(left) - Number(right);
    if (a !== b) return a === true ? -1 : 1;
    return left < right ? -1 : 1;
  }
  return one.length - other.length;
}
