import type {
  NoInput,
  About,
  CatalogSummary,
  ContainerView,
  KeychainState,
} from "../shapes.ts";

/** The program itself, and the catalog as a whole. */
export interface CatalogCommands {
  "app.about": { readonly input: NoInput; readonly output: About };
  "catalog.summary": {
    readonly input: NoInput;
    readonly output: CatalogSummary;
  };
  "app.keychain": { readonly input: NoInput; readonly output: KeychainState };
  "communities.list": {
    readonly input: NoInput;
    readonly output: readonly ContainerView[];
  };
  "collections.list": {
    readonly input: NoInput;
    readonly output: readonly ContainerView[];
  };
}
