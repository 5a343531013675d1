/** English texts. The other catalogues have the same keys, or they do not compile. */
export const en = {
  app: {
    name: "Holdall",
    language: "Language",
    theme: "Appearance",
    themes: { system: "Like the system", light: "Light", dark: "Dark" },
    version: "Version {version}",
    dataFolder: "Data is kept in {folder}",
  },
  overview: {
    title: "Overview",
    lead: "Repository collections, packed so that other systems accept them, and checked after packing.",
    catalog: "In this catalog",
    communities: "Community | Communities",
    collections: "Collection | Collections",
    items: "Item | Items",
    bitstreams: "File | Files",
    reload: "Read again",
    failed: "The catalog could not be read.",
    empty: "The catalog is empty",
    emptyText:
      "Bring in a first collection on the command line: a DSpace Simple Archive Format package, or a spreadsheet beside its files.",
    next: "Pack a collection",
    nextText:
      "Export a community, a collection or an item as a Simple Archive Format ZIP, then let Holdall check it against its manifest.",
    copy: "Copy the command",
    copied: "Copied",
  },
};

export type Messages = typeof en;
