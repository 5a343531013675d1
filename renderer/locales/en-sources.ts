/** English texts on sources: what is imported from again and again. */
export const enSources = {
  sources: {
    title: "Sources",
    heading: "Sources",
    lead: "Files and folders to import from again and again. What is there already is left as it is.",
    unreadable: "The list could not be read.",
    none: "No source is remembered yet",
    noneText:
      "Add a folder or file that you import from more than once: a SAF package, a table beside its files, a bag. What you only import once can be dropped onto the window.",
    add: "Add a source",
    change: "Change a source",
    path: "File or folder",
    pathHint:
      "A package (ZIP, TAR, folder), or a table that lies beside its files.",
    pathHintServer:
      "Its whole path on the computer that Holdall runs on: a package (ZIP, TAR, folder), or a table that lies beside its files.",
    chooseFile: "Choose a file …",
    chooseFolder: "Choose a folder …",
    into: "Collection",
    intoHint:
      "Empty: where the source itself says. A new name makes a collection.",
    asItSays: "where the source says",
    intoCollection: "into “{name}”",
    name: "Name",
    nameHint: "Empty: as the file or folder is called.",
    further: "How it is read",
    strict: "Import nothing when anything in it is wrong",
    newIdentifiers: "As copies: with new identifiers",
    community: "Community for new collections",
    encoding: "Character encoding of a table",
    encodingHint: "For example windows-1252. Empty: it is recognised.",
    delimiter: "Delimiter of a table",
    assetstore: "Folder of a DSpace assetstore",
    assetstoreHint: "For packages that refer to files there.",
    test: "Test",
    testOf: "Test {name}",
    testing: "Reading, without importing anything …",
    save: "Save",
    run: "Import now",
    runOf: "Import now from {name}",
    changeIt: "Change",
    changeOf: "Change {name}",
    history: "History",
    historyOf: "History of {name}",
    remove: "Remove",
    removeOf: "Remove {name}",
    removeTitle: "Remove a source",
    removeText:
      "Holdall forgets “{name}”. The file or folder, and what was imported from it, stay.",
    never: "Nothing was imported from here yet.",
    last: "Last import: {moment}",
    kinds: {
      saf: "SAF package (DSpace)",
      csv: "Table beside its files",
      xml: "XML package",
      json: "JSON package",
      bagit: "Bag",
      tar: "TAR archive",
    },
    look: {
      fresh: "{n} item is new | {n} items are new",
      before:
        "{n} was imported from here before | {n} were imported from here before",
      firstOnly:
        "Only the first item was looked at; there are more. | Only the first {n} items were looked at; there are more.",
      firstOf:
        "Only the first of {total} items was looked at. | Only the first {n} of {total} items were looked at.",
      titles: "It begins with",
      collections: "Collections in it:",
      problems: "What is wrong with it",
    },
  },
};
