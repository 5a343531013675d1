/** What a line of `contents` or a heading of a spreadsheet says about a file beside its path (saf.md section 20). */
export interface FileOptions {
  readonly bundle?: string;
  readonly description?: string;
  readonly primary: boolean;
  readonly permission?: {
    readonly action: "READ" | "WRITE";
    readonly group: string;
  };
  readonly iiif: Readonly<
    Partial<Record<"label" | "width" | "height" | "toc", string>>
  >;
  /** Options that mean nothing here, or that were given before. */
  readonly ignored: readonly string[];
  /** Options that cannot be understood and must not be ignored. */
  readonly malformed: readonly string[];
}

const option =
  /^(bundle|permissions|description|primary|iiif-label|iiif-width|iiif-height|iiif-toc):(.*)$/su;
const permission = /^-(r|w)\s+(?:'(.+)'|([^'\s].*))$/su;

/** Reads options such as `bundle:TEXT`, in any order; only the first of a kind counts, as in DSpace. */
export function parseFileOptions(parts: readonly string[]): FileOptions {
  const given = new Map<string, string>();
  const ignored: string[] = [];
  const malformed: string[] = [];
  for (const part of parts) {
    if (part.trim() === "") continue;
    const match = option.exec(part.trimStart());
    const [, name, value] = match ?? [];
    if (name === undefined || value === undefined || given.has(name)) {
      ignored.push(part);
    } else {
      given.set(name, value.trim());
    }
  }

  const text = (name: string): string | undefined =>
    given.get(name) === "" ? undefined : given.get(name);
  const bundle = text("bundle");
  const description = text("description");

  const permissions = given.get("permissions");
  const [, flag, quoted, bare] = permission.exec(permissions ?? "") ?? [];
  const group = quoted ?? bare;
  if (permissions !== undefined && group === undefined) {
    malformed.push(`permissions:${permissions}`);
  }

  const primary = given.get("primary");
  if (primary !== undefined && !/^(true|false)$/iu.test(primary)) {
    ignored.push(`primary:${primary}`);
  }

  const iiif: Partial<Record<"label" | "width" | "height" | "toc", string>> =
    {};
  for (const name of ["label", "width", "height", "toc"] as const) {
    const value = text(`iiif-${name}`);
    if (value !== undefined) iiif[name] = value;
  }

  return {
    ...(bundle === undefined ? {} : { bundle }),
    ...(description === undefined ? {} : { description }),
    primary: primary !== undefined && /^true$/iu.test(primary),
    ...(group === undefined
      ? {}
      : {
          permission: {
            action: flag === "w" ? ("WRITE" as const) : ("READ" as const),
            group,
          },
        }),
    iiif,
    ignored,
    malformed,
  };
}
