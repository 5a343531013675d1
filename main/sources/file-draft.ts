import type { Policy } from "../domain/catalog.ts";
import type { ContentRef } from "../domain/content-ref.ts";
import type { MetadataDraft } from "../domain/metadata.ts";
import type { FileOptions } from "./file-options.ts";
import type { SourceBitstream } from "./source.ts";

/** Name of the bundle a file belongs to when nothing says so: `license.txt` is the licence (saf.md section 20). */
export function defaultBundle(name: string): string {
  return name === "license.txt" ? "LICENSE" : "ORIGINAL";
}

/** A bitstream as its options describe it. */
export function fileDraft(
  name: string,
  content: ContentRef,
  options: FileOptions,
): SourceBitstream {
  return {
    name,
    description: options.description ?? null,
    source: null,
    content,
    primary: options.primary,
    metadata: iiifMetadata(options),
    policies: permissionPolicies(options),
  };
}

function iiifMetadata(options: FileOptions): MetadataDraft[] {
  const { label, width, height, toc } = options.iiif;
  const drafts: MetadataDraft[] = [];
  const add = (
    element: string,
    qualifier: string | null,
    value: string | undefined,
  ) => {
    if (value !== undefined) {
      drafts.push({
        schema: "iiif",
        element,
        qualifier,
        language: null,
        value,
      });
    }
  };
  add("label", null, label);
  add("image", "width", width);
  add("image", "height", height);
  add("toc", null, toc);
  return drafts;
}

function permissionPolicies(options: FileOptions): Policy[] {
  if (options.permission === undefined) return [];
  return [
    {
      action: options.permission.action,
      group: options.permission.group,
      account: null,
      name: null,
      description: null,
      type: null,
      startDate: null,
      endDate: null,
    },
  ];
}
