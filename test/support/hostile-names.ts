/** Names that mean something to an importer, to an operating system or to a line of `contents`. */
export const reservedNames = [
  "contents",
  "collections",
  "handle",
  "relationships",
  "dublin_core.xml",
  "metadata_x.xml",
  "metadata_notesxml",
  "Contents",
  "HANDLE",
  "Dublin_Core.XML",
  "_holdall-item.json",
  "Thumbs.db",
  "desktop.ini",
  ".DS_Store",
  "._fork",
  "__MACOSX",
  "CON",
  "aux.txt",
  `contents${" ".repeat(195)}x`,
  `dublin_core${" ".repeat(190)}.xml`,
  `${"a".repeat(199)}.${"b".repeat(100)}`,
  "-r -s 1 -f secret.txt",
] as const;

/** Names that would be other files, or none, if they were taken as paths. */
export const pathNames = [
  "../../evil.txt",
  "sub/dir/file.txt",
  "/etc/passwd",
  "C:\\temp\\x.doc",
  "\\\\server\\share",
  ".",
  "..",
  "...",
  "a/",
] as const;

/** Names that are one where case or composition is not told apart. */
export const sameNames = [
  "a.txt",
  "a.txt",
  "A.TXT",
  "a_2.txt",
  "caf\u00e9.txt",
  "cafe\u0301.txt",
  "CAF\u00c9.TXT",
  "1_a.txt",
] as const;

/** Names with breaks, and with blanks of all kinds around them. */
export const lineNames = [
  "tab\there.txt",
  "line\nbreak.txt",
  "return\r\nfeed.txt",
  "next\u0085line.txt",
  "separators\u2028and\u2029.txt",
  "\ufeffmark.txt",
  " lead.txt",
  "trail.txt ",
  "dots...",
  "em.txt\u2003",
  "ideographic.txt\u3000",
  "null\u0000.txt",
  "\u3000",
] as const;
