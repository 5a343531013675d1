import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { BrowserWindow } from "electron";
import type { Wish } from "../../preload/contract.ts";

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const number = /^[1-9]\d{0,15}$/;

/** The schemes of links to Holdall, as other programs write them. */
export const linkScheme = "holdall";

/**
 * What a link such as `holdall://collection/<uuid>` asks for; null for a link that leads nowhere. Links come from
 * anywhere: they can only choose what is shown.
 */
export function wishOfLink(link: string): Wish | null {
  const url = URL.parse(link);
  if (url?.protocol !== `${linkScheme}:`) return null;
  // Both are in use: what is asked for is one run, and they stand among the runs.
  const kind = url.hostname === "runs" ? "run" : url.hostname;
  const name = url.pathname.replace(/^\/|\/$/g, "");
  if ((kind === "community" || kind === "collection") && uuid.test(name))
    return { do: "show", kind: "container", id: name.toLowerCase() };
  if ((kind === "item" || kind === "run") && number.test(name))
    return { do: "show", kind, id: name };
  return null;
}

/**
 * What the words behind the program's name ask for: links, or files and folders that are opened with Holdall.
 * @param given without the program and, in a checkout, its folder
 * @param folder which relative paths start from
 */
export function wishesOfArguments(
  given: readonly string[],
  folder: string,
): readonly Wish[] {
  const wishes: Wish[] = [];
  const paths: string[] = [];
  for (const word of given) {
    if (word.startsWith("-")) continue;
    if (word.toLowerCase().startsWith(`${linkScheme}:`)) {
      const wish = wishOfLink(word);
      if (wish !== null) wishes.push(wish);
      continue;
    }
    const path = resolve(folder, word);
    if (existsSync(path)) paths.push(path);
  }
  return paths.length === 0 ? wishes : [...wishes, { do: "import", paths }];
}

export interface WishPort {
  /** The application's own window; null while there is none. */
  window(): BrowserWindow | null;
  /** Brings the window to the front, with a page in it. */
  showWindow(): Promise<void>;
}

export type Wishes = ReturnType<typeof createWishes>;

/** Brings wishes to the page. Those that come before there is one wait for it. */
export function createWishes({ window, showWindow }: WishPort) {
  const waiting: Wish[] = [];
  let loaded = false;

  function send(): void {
    const contents = window()?.webContents;
    if (contents === undefined || !loaded) return;
    for (const wish of waiting.splice(0)) contents.send("holdall:wish", wish);
  }

  return {
    /** Keeps a wish for the page that will come. */
    keep(wish: Wish): void {
      waiting.push(wish);
    },
    /** Brings the window to the front and a wish to its page. */
    async take(wish: Wish): Promise<void> {
      waiting.push(wish);
      await showWindow();
      send();
    },
    /** The window has its page. */
    pageLoaded(): void {
      loaded = true;
      send();
    },
    /** The window has gone, and its page with it. */
    windowClosed(): void {
      loaded = false;
    },
  };
}
