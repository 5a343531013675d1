import { createHash, hash } from "node:crypto";
import type { Format } from "../format.ts";
import {
  nothingFound,
  digestFact,
  type FormatRules,
  type Inspection,
  type ManifestRule,
} from "../package-check.ts";
import { followBag } from "./follow-bag.ts";
import { fromManifestLine, toManifestLine } from "./paths.ts";

const payload = "data/";
const sha512Fact = digestFact("sha512");

function manifestRule(
  name: string,
  digest: ManifestRule["digest"],
  isTag: boolean,
): ManifestRule {
  return {
    name: `${name}-${digest}.txt`,
    digest,
    covers: (below) =>
      isTag
        ? !below.startsWith(payload) && !/^tagmanifest-[^/]*$/.test(below)
        : below.startsWith(payload),
    toLine: toManifestLine,
    fromLine: fromManifestLine,
    // Lists of tag files may leave some out; a payload is listed as a whole (RFC 8493 sections 2.1.3 and 2.2.1).
    complete: !isTag,
    foreign: digest === "sha1" || digest === "md5",
  };
}

/** The rules of bags (RFC 8493), and of what is in them. */
export function bagRules(payloads: readonly Format[]): FormatRules {
  return {
    inspect(path, bytes) {
      const place = placeOf(path);
      if (place === null) return nothingFound;
      const sum = `${sha512Fact}${hash("sha512", bytes, "hex")}`;
      if (place.tag !== null) {
        return { faults: [], facts: [sum, ...tagFacts(place.tag, bytes)] };
      }
      return withPayload(
        sum,
        payloads.map(({ id, rules }) => [
          id,
          rules.inspect(place.inside, bytes),
        ]),
      );
    },
    follow(path) {
      const place = placeOf(path);
      if (place === null) return null;
      const sums = createHash("sha512");
      const followers = payloads.flatMap(({ id, rules }) => {
        const follower =
          place.tag === null ? (rules.follow?.(place.inside) ?? null) : null;
        return follower === null ? [] : [{ id, follower }];
      });
      return {
        update(bytes) {
          sums.update(bytes);
          for (const { follower } of followers) follower.update(bytes);
        },
        end: () =>
          withPayload(
            `${sha512Fact}${sums.digest("hex")}`,
            followers.map(({ id, follower }) => [id, follower.end()]),
          ),
      };
    },
    startCheck: () => followBag(payloads),
    manifests: (["sha256", "sha512", "sha1", "md5"] as const).flatMap(
      (digest) => [
        manifestRule("manifest", digest, false),
        manifestRule("tagmanifest", digest, true),
      ],
    ),
  };
}

type Place =
  | { readonly tag: string }
  | { readonly tag: null; readonly inside: string }
  | null;

/** Where in a bag an entry is: a tag file in its root folder, or in the payload; null: neither. */
function placeOf(path: string): Place {
  const names = path.split("/");
  if (names.length === 2) return { tag: names[1] ?? "" };
  const [root = "", folder, ...inside] = names;
  return folder === "data"
    ? { tag: null, inside: [root, ...inside].join("/") }
    : null;
}

/** The facts of the payload begin with the format that has found them. */
function withPayload(
  sum: string,
  inspections: readonly (readonly [string, Inspection])[],
): Inspection {
  return {
    faults: [...new Set(inspections.flatMap(([, { faults }]) => faults))],
    facts: [
      sum,
      ...inspections.flatMap(([id, { facts }]) =>
        facts.map((fact) => `in ${id} ${fact}`),
      ),
    ],
  };
}

/** What the tag files say that the check of the bag needs to know. */
function tagFacts(name: string, bytes: Uint8Array): string[] {
  if (name === "bagit.txt") {
    const text = Buffer.from(bytes).toString("utf8");
    return /^BagIt-Version: \d+\.\d+\r?\n?\s*Tag-File-Character-Encoding: \S+\s*$/.test(
      text,
    )
      ? ["declared"]
      : ["misdeclared"];
  }
  if (name !== "bag-info.txt") return [];
  const text = Buffer.from(bytes).toString("utf8");
  const oxum = /^Payload-Oxum\s*:\s*(\S+)\s*$/im.exec(text)?.[1];
  return [
    ...(oxum === undefined ? [] : [`oxum ${oxum}`]),
    ...(/^Bag-Software-Agent\s*:\s*Holdall\b/im.test(text) ? ["ours"] : []),
  ];
}
