import { easydbFileClasses } from "../../../domain/easydb-settings.ts";
import { apiRefusal } from "./refusal.ts";
import {
  arrayOf,
  booleanOf,
  objectOf,
  onlyMembers,
  textOf,
  type Members,
} from "./values.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** What can be asked of the file that is made of another; none of it can be done. */
const custom = [
  "watermark",
  "format",
  "jpeg_quality",
  "colorspace",
  "size",
  "custom_size",
  "custom_size_pixel",
  "transform",
];

/**
 * Bundles whose files, or the addresses of these, are taken; the official example has an array of names.
 * @throws EasydbRefusal
 */
export function readBundles(
  value: unknown,
  path: string,
  known: Vocabulary,
): unknown {
  const given: Members = Array.isArray(value)
    ? Object.fromEntries(
        value.map((name) => [textOf(name, path), { files: true }]),
      )
    : objectOf(value, path);
  const bundles = Object.entries(given).map(([name, bundle]) => {
    const at = `${path}.${name}`;
    const bundleName = /^item\.(.+)$/.exec(name)?.[1];
    if (bundleName === undefined || !known.hasBundle(bundleName))
      throw apiRefusal("invalid_value", `\`${at}\`: there is no such bundle.`);
    const members = bundle === null ? {} : objectOf(bundle, at);
    onlyMembers(members, ["files", "data"], at);
    const files = members["files"] ?? null;
    const data = members["data"] ?? null;
    return [
      name,
      {
        files: files !== null && booleanOf(files, `${at}.files`),
        data:
          data === null
            ? []
            : arrayOf(data, `${at}.data`).map((one, index) =>
                readLink(one, `${at}.data.${String(index)}`),
              ),
      },
    ];
  });
  return bundles.length === 0 ? null : Object.fromEntries(bundles);
}

function readLink(value: unknown, path: string): unknown {
  const link = objectOf(value, path);
  onlyMembers(link, ["type", "format", "version"], path);
  const type = link["type"] ?? null;
  if (type === null)
    throw apiRefusal("attribute_expected", `\`${path}.type\` is missing.`);
  if (type !== "original" && type !== "current" && type !== "version")
    throw apiRefusal(
      "invalid_value",
      `\`${path}.type\` can be original, current or version.`,
    );
  const format = link["format"] ?? "long";
  if (format !== "long" && format !== "short")
    throw apiRefusal(
      "invalid_value",
      `\`${path}.format\` can be long or short.`,
    );
  if (type !== "version") return { type, format };
  const version = link["version"] ?? null;
  if (version === null)
    throw apiRefusal("attribute_expected", `\`${path}.version\` is missing.`);
  const text = textOf(version, `${path}.version`);
  const [fileClass, name] = text.split(".");
  if (
    !easydbFileClasses.some((one) => one === fileClass) ||
    !isVersionName(name)
  )
    throw apiRefusal(
      "invalid_value",
      `\`${path}.version\`: there is no ${text}.`,
    );
  return { type, format, version: text };
}

/** Which renditions are taken of files of a class. @throws EasydbRefusal */
export function readClasses(value: unknown, path: string): unknown {
  const classes = Object.entries(objectOf(value, path)).map(
    ([name, versions]) => {
      const at = `${path}.${name}`;
      const list = arrayOf(versions, at);
      if (!easydbFileClasses.some((one) => one === name))
        throw apiRefusal("invalid_value", `\`${at}\`: there is no such class.`);
      return [
        name,
        list.map((one, index) => readVersion(one, `${at}.${String(index)}`)),
      ] as const;
    },
  );
  return classes.length === 0 ? null : Object.fromEntries(classes);
}

/** Single files, by their ids. @throws EasydbRefusal */
export function readAssets(
  value: unknown,
  path: string,
  known: Vocabulary,
): unknown {
  const assets = Object.entries(objectOf(value, path)).map(([id, wish]) => {
    const at = `${path}.${id}`;
    if (!/^[1-9][0-9]{0,14}$/.test(id) || !known.readsBitstream(Number(id)))
      throw apiRefusal("invalid_value", `\`${at}\`: there is no such file.`);
    if (typeof wish === "boolean") return [id, wish] as const;
    const members = objectOf(wish, at);
    onlyMembers(members, ["versions", "json"], at);
    const versions = members["versions"] ?? null;
    const json = members["json"] ?? null;
    return [
      id,
      {
        ...(versions === null
          ? {}
          : {
              versions: arrayOf(versions, `${at}.versions`).map((one, index) =>
                readVersion(one, `${at}.versions.${String(index)}`),
              ),
            }),
        ...(json === null ? {} : { json: booleanOf(json, `${at}.json`) }),
      },
    ] as const;
  });
  return assets.length === 0 ? null : Object.fromEntries(assets);
}

function readVersion(value: unknown, path: string): unknown {
  const version = objectOf(value, path);
  const type = version["type"] ?? null;
  if (type === null)
    throw apiRefusal("attribute_expected", `\`${path}.type\` is missing.`);
  const given = custom.filter((name) => (version[name] ?? null) !== null);
  if (type === "custom" || given.length > 0)
    throw apiRefusal(
      "attribute_not_accepted",
      `\`${path}.${given[0] ?? "type"}\` is not accepted: files are taken as they are.`,
    );
  onlyMembers(version, ["type", "version", "metadata"], path);
  const metadata = version["metadata"] ?? "standard";
  if (metadata !== "standard" && metadata !== "keep")
    throw apiRefusal(
      "invalid_value",
      `\`${path}.metadata\` can be standard or keep.`,
    );
  const kept = version["metadata"] == null ? {} : { metadata };
  if (type === "original" || type === "current") return { type, ...kept };
  if (type !== "version")
    throw apiRefusal(
      "invalid_value",
      `\`${path}.type\` can be original, current or version.`,
    );
  const name = version["version"] ?? null;
  if (name === null)
    throw apiRefusal("attribute_expected", `\`${path}.version\` is missing.`);
  if (!isVersionName(name))
    throw apiRefusal(
      "invalid_value",
      `\`${path}.version\` can be preview or fulltext.`,
    );
  return { type, version: name, ...kept };
}

function isVersionName(name: unknown): name is "preview" | "fulltext" {
  return name === "preview" || name === "fulltext";
}
