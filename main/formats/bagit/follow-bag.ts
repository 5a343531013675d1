import type { Format } from "../format.ts";
import type { Fault, PackageCheck } from "../package-check.ts";

/** Lists of checksums that are compared with the payload. */
const known = /^manifest-(?:sha256|sha512|sha1|md5)\.txt$/;
const anyList = /^manifest-[^/]+\.txt$/;

/** Follows a bag: its tag files, what its payload comes to, and the payload by its own rules. */
export function followBag(payloads: readonly Format[]): PackageCheck {
  const checks = payloads.map(({ id, rules }) => ({
    id,
    check: rules.startCheck(),
  }));
  const lists = new Set<string>();
  let declaration: "none" | "fine" | "wrong" = "none";
  let oxum: string | null = null;
  let fetch = false;
  let ours = false;
  let bytes = 0;
  let files = 0;

  function takeTag(name: string, facts: readonly string[]): void {
    if (name === "bagit.txt")
      declaration = facts.includes("declared") ? "fine" : "wrong";
    if (name === "fetch.txt") fetch = true;
    // A bag of somebody else may have lists of any kind of checksum.
    if (anyList.test(name) && lists.size < 100) lists.add(name);
    ours ||= facts.includes("ours");
    for (const fact of facts)
      if (fact.startsWith("oxum ")) oxum = fact.slice("oxum ".length);
  }

  return {
    entry(path, facts, size = 0) {
      const [root = "", folder, ...inside] = path.split("/");
      if (folder === undefined) return;
      if (inside.length === 0) {
        takeTag(folder, facts);
        return;
      }
      if (folder !== "data") return;
      if (!path.endsWith("/")) {
        bytes += size;
        files += 1;
      }
      const below = [root, ...inside].join("/");
      for (const { id, check } of checks) {
        const start = `in ${id} `;
        const own = facts
          .filter((fact) => fact.startsWith(start))
          .map((fact) => fact.slice(start.length));
        check.entry(below, own, size);
      }
    },
    recognised: () => declaration !== "none",
    end(report) {
      const wrong = (
        severity: Fault["severity"],
        object: string,
        message: string,
      ) => {
        report({ severity, object, message });
      };
      if (declaration === "none")
        wrong("error", "bagit.txt", "It is missing, so this is no bag.");
      if (declaration === "wrong")
        wrong("error", "bagit.txt", "It is not as RFC 8493 says.");
      if (fetch)
        wrong(
          "error",
          "fetch.txt",
          "Files of the bag would have to be fetched from elsewhere; Holdall does not do that.",
        );
      if (![...lists].some((name) => known.test(name))) {
        wrong(
          lists.size === 0 ? "error" : "warning",
          ".",
          lists.size === 0
            ? "The bag has no manifest of its payload."
            : `The bag has no manifest of a known kind of checksum, so its payload was not compared: only ${[...lists].join(", ")}.`,
        );
      }
      const found = `${String(bytes)}.${String(files)}`;
      if (oxum !== null && oxum !== found)
        wrong(
          "error",
          "bag-info.txt",
          `The Payload-Oxum is ${oxum}, but the payload comes to ${found}.`,
        );
      const payload =
        checks.slice(1).find(({ check }) => check.recognised()) ??
        checks.find(({ check }) => check.recognised());
      // The payload may be anything; then only the bag is checked.
      if (payload === undefined) return { items: 0, files, ours };
      const inside = payload.check.end(report);
      return { items: inside.items, files: inside.files, ours };
    },
  };
}
