/** A name a file can have on every platform, as near as can be to the one it has in the catalog. */
export function safeName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? "";
  const clean = last
    .replace(/[\p{Cc}<>:"|?*]/gu, "_")
    .replace(/^\.+|[. ]+$/g, "")
    .slice(-150);
  return clean === "" || /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(clean)
    ? `file-${clean}`
    : clean;
}
