import {
  fromMetadataDocument,
  itemSidecarName,
  toPolicyDocument,
  type ItemSidecar,
} from "../../domain/saf-sidecar.ts";
import { expectedContent } from "../described-content.ts";
import { fileDraft } from "../file-draft.ts";
import type { SourceBitstream, SourceBundle } from "../source.ts";
import type { ItemReport } from "./item-refusal.ts";
import type { ListedFile } from "./read-contents.ts";

type BundleDocument = ItemSidecar["bundles"][number];
type BitstreamDocument = BundleDocument["bitstreams"][number];

interface Original {
  readonly bundle: number;
  readonly document: BitstreamDocument;
}

interface OpenBundle {
  readonly name: string;
  /** Index in the sidecar; null for a bundle that only `contents` knows. */
  readonly original: number | null;
  readonly bitstreams: SourceBitstream[];
}

/**
 * Sorts the files that `contents` lists into bundles. Where a sidecar knows a file (by its path), it gives back the
 * name, policies and everything else that a line of `contents` cannot hold; bundle, description and primary flag follow
 * `contents` when the two disagree.
 */
export function restoreBundles(
  listed: readonly ListedFile[],
  sidecar: ItemSidecar | null,
  report: ItemReport,
): SourceBundle[] {
  const documents = sidecar?.bundles ?? [];
  const originals = originalsByFile(documents);
  const bundles = new Map<string, OpenBundle>();
  for (const file of listed) {
    const original = originals.get(file.name);
    originals.delete(file.name);
    const known =
      original === undefined ? undefined : documents[original.bundle];
    const index =
      original !== undefined &&
      known !== undefined &&
      isBundleOf(file, known.name)
        ? original.bundle
        : firstNamed(documents, file.bundle);
    const key = index === null ? `name:${file.bundle}` : `index:${index}`;
    let bundle = bundles.get(key);
    if (bundle === undefined) {
      const name = index === null ? undefined : documents[index]?.name;
      bundle = { name: name ?? file.bundle, original: index, bitstreams: [] };
      bundles.set(key, bundle);
    }
    bundle.bitstreams.push(restoreBitstream(file, original?.document));
  }
  for (const [index, document] of documents.entries()) {
    // A bundle without files is in no line of contents.
    if (document.bitstreams.length > 0 || bundles.has(`index:${index}`))
      continue;
    bundles.set(`index:${index}`, {
      name: document.name,
      original: index,
      bitstreams: [],
    });
  }
  reportAbsent(documents, report);
  return [...bundles.values()]
    .sort(
      (a, b) =>
        (a.original ?? documents.length) - (b.original ?? documents.length),
    )
    .map((bundle) => finish(bundle, documents, report));
}

function finish(
  bundle: OpenBundle,
  documents: readonly BundleDocument[],
  report: ItemReport,
): SourceBundle {
  const document =
    bundle.original === null ? undefined : documents[bundle.original];
  let primary = false;
  const bitstreams = bundle.bitstreams.map((bitstream) => {
    if (!bitstream.primary) return bitstream;
    if (!primary) {
      primary = true;
      return bitstream;
    }
    report({
      severity: "warning",
      code: "contents.second-primary",
      file: "contents",
      message: `The bundle ${bundle.name} has more than one primary file; ${bitstream.name ?? "a file"} is a further one.`,
      action: "The first one stays the primary file.",
    });
    return { ...bitstream, primary: false };
  });
  return {
    ...(document?.uuid === undefined ? {} : { uuid: document.uuid }),
    name: bundle.name,
    bitstreams,
    metadata:
      document === undefined ? [] : fromMetadataDocument(document.metadata),
    policies:
      document === undefined ? [] : document.policies.map(toPolicyDocument),
  };
}

function restoreBitstream(
  file: ListedFile,
  document: BitstreamDocument | undefined,
): SourceBitstream {
  const draft = fileDraft(file.name, file.content, file.options);
  if (document === undefined) return draft;
  const { description } = document;
  const same =
    lineText(description ?? "") === lineText(draft.description ?? "");
  return {
    ...draft,
    ...(document.uuid === undefined ? {} : { uuid: document.uuid }),
    name: document.name,
    description: same ? description : draft.description,
    source: document.source,
    mimeType: document.mimeType,
    sequence: document.sequence,
    metadata: fromMetadataDocument(document.metadata),
    policies: document.policies.map(toPolicyDocument),
    expected: expectedContent(document),
  };
}

/** What is left of a text in a line of `contents`: breaks and controls are blanks there. */
function lineText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}\u2028\u2029]+/gu, " ").trim();
}

/** A name of nothing but breaks is no option in `contents`. */
function isBundleOf(file: ListedFile, original: string): boolean {
  const name = lineText(original);
  return (
    name === file.bundle || (name === "" && file.options.bundle === undefined)
  );
}

function firstNamed(
  documents: readonly BundleDocument[],
  name: string,
): number | null {
  const index = documents.findIndex(
    (document) => lineText(document.name) === name,
  );
  return index < 0 ? null : index;
}

function originalsByFile(
  documents: readonly BundleDocument[],
): Map<string, Original> {
  const originals = new Map<string, Original>();
  for (const [bundle, { bitstreams }] of documents.entries()) {
    for (const document of bitstreams) {
      if (document.file !== null && !originals.has(document.file))
        originals.set(document.file, { bundle, document });
    }
  }
  return originals;
}

function reportAbsent(
  documents: readonly BundleDocument[],
  report: ItemReport,
): void {
  const absent = documents
    .flatMap((document) => document.bitstreams)
    .filter((bitstream) => bitstream.file === null).length;
  if (absent === 0) return;
  report({
    severity: "warning",
    code: "bitstream.not-in-package",
    file: itemSidecarName,
    message: `The item had ${absent} more ${absent === 1 ? "file" : "files"} whose bytes are not in the package.`,
    action: "The item was read without them.",
  });
}
