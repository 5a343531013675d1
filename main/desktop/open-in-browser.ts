import { shell } from "electron";

const schemes = new Set(["http:", "https:", "mailto:"]);

/**
 * Opens an address with the program the person has chosen for it. The only way out of the application.
 * @returns false when the address is not one of http, https or mailto, or carries a password
 */
export async function openInBrowser(address: string): Promise<boolean> {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  if (!schemes.has(url.protocol) || url.username !== "" || url.password !== "")
    return false;
  await shell.openExternal(url.href);
  return true;
}
