import type {
  KnownSource,
  SourceSettings,
} from "../../../main/domain/known-source.ts";

/** What a form holds of a source; empty where nothing is said. */
export interface SourceForm {
  name: string;
  path: string;
  /** Uuid of a collection, or the name of one to be made; null where the source says. */
  into: string | null;
  strict: boolean;
  newIdentifiers: boolean;
  encoding: string;
  delimiter: string;
  community: string | null;
  assetstore: string;
}

export function formOf(source: KnownSource | null): SourceForm {
  return {
    name: source?.name ?? "",
    path: source?.path ?? "",
    into: source?.into ?? null,
    strict: source?.strict ?? false,
    newIdentifiers: source?.newIdentifiers ?? false,
    encoding: source?.encoding ?? "",
    delimiter: source?.delimiter ?? "",
    community: source?.community ?? null,
    assetstore: source?.assetstore ?? "",
  };
}

/** What is asked of the application; what is empty is left out. */
export function settingsOf(form: SourceForm): SourceSettings {
  const said = (
    name: "into" | "community" | "encoding" | "assetstore",
  ): Partial<SourceSettings> => {
    const text = (form[name] ?? "").trim();
    return text === "" ? {} : { [name]: text };
  };
  return {
    path: form.path.trim(),
    strict: form.strict,
    newIdentifiers: form.newIdentifiers,
    ...said("into"),
    ...said("community"),
    ...said("encoding"),
    // A tab or a blank is a delimiter too.
    ...(form.delimiter === "" ? {} : { delimiter: form.delimiter }),
    ...said("assetstore"),
  };
}

/** The settings of a known source alone. */
export const settingsOfSource = (source: KnownSource): SourceSettings =>
  settingsOf(formOf(source));
