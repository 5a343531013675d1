/**
 * The address of one file of the site as seen from another: relative, percent-encoded.
 * @param from path of the page below the root folder
 * @param to path of the file below the root folder
 */
export function addressOf(from: string, to: string): string {
  const here = from.split("/").slice(0, -1);
  const there = to.split("/");
  let shared = 0;
  while (shared < here.length && here[shared] === there[shared]) shared += 1;
  const up = here.slice(shared).map(() => "..");
  return [...up, ...there.slice(shared).map(encode)].join("/");
}

/**
 * The file an address on a page leads to: its path below the root folder; null when it leads out of the site or stays on
 * the page.
 */
export function fileAt(from: string, address: string): string | null {
  if (/^(?:[a-z][a-z0-9+.-]*:|#)/i.test(address)) return null;
  const path = from.split("/").slice(0, -1);
  for (const name of address.replace(/[?#].*$/su, "").split("/")) {
    if (name === "..") path.pop();
    else if (name !== "." && name !== "") path.push(decode(name));
  }
  return path.join("/");
}

function encode(name: string): string {
  // Apostrophes and the like are legal in addresses; escaped anyway, nothing needs a second thought about them.
  return encodeURIComponent(name).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
