/**
 * Chromium loads a scheme of an application's own only when it is built into the program, as Electron does it. Here
 * `app://holdall/x` is `https://holdall.app.stand-in.invalid/x` inside Chromium: a secure standard origin as well, whose
 * requests never leave the stand-in. Everything that the application sees or says goes through these two functions.
 */
const suffix = ".stand-in.invalid";

const own = /^([a-z][a-z0-9+-]*):\/\/([^/?#]*)([^]*)$/i;
const untouched = new Set(["http", "https", "file", "data", "about", "blob"]);

/** The address as Chromium knows it. */
export function toChromium(address: string): string {
  const [, scheme, host, rest] = own.exec(address) ?? [];
  if (scheme === undefined || host === undefined || untouched.has(scheme))
    return address;
  return `https://${host}.${scheme}${suffix}${rest ?? ""}`;
}

/** The address as the application knows it. */
export function fromChromium(address: string): string {
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  if (!url.hostname.endsWith(suffix)) return address;
  const name = url.hostname.slice(0, -suffix.length);
  const dot = name.lastIndexOf(".");
  const from = address.slice(url.origin.length);
  return `${name.slice(dot + 1)}://${name.slice(0, dot)}${from}`;
}

/** Scheme of an address as the application knows it, without the colon. */
export const schemeOf = (address: string): string =>
  URL.canParse(address) ? new URL(address).protocol.slice(0, -1) : "";

/** Origin as Electron gives it, also for schemes that Node gives none. */
export function originOf(address: string): string {
  if (!URL.canParse(address)) return "null";
  const { protocol, host } = new URL(address);
  return host === "" ? "null" : `${protocol}//${host}`;
}
