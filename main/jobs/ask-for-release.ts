import { AppError } from "../domain/errors.ts";
import { isVersion, type Release } from "../domain/update.ts";

/** Milliseconds an answer may take. */
const patience = 10_000;
/** Bytes an answer may have. */
const longest = 1024 * 1024;

/**
 * Asks once what the latest release is. Nothing is told of who asks, and no other address is gone to. Understood are
 * `{ "version", "page" }`, one release or a list of releases as GitHub and Forgejo tell of them, and the `latest.yml`
 * that electron-builder writes.
 * @throws AppError update.failed
 */
export async function askForRelease(
  feed: string,
  signal: AbortSignal,
): Promise<Release> {
  const failed = (
    message: string,
    cause?: unknown,
    remedy = "Check the address, and whether this machine may go there.",
  ) =>
    new AppError("update.failed", message, {
      object: new URL(feed).host,
      remedy,
      cause,
    });
  let text: string;
  try {
    const response = await fetch(feed, {
      headers: { Accept: "application/json, */*", "User-Agent": "Holdall" },
      credentials: "omit",
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw failed(
        response.status >= 300 && response.status < 400
          ? "The list of releases is elsewhere, where we do not follow."
          : `The list of releases cannot be had: the answer was ${String(response.status)}.`,
      );
    }
    text = await readText(response);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw failed("The list of releases cannot be reached.", error);
  }
  const release = readRelease(text);
  if (release === null)
    throw failed(
      "What is at this address is no list of releases.",
      undefined,
      "Give the address of a list of releases.",
    );
  return release;
}

/** @throws RangeError when it is longer than any list of releases */
async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  const parts: AsyncIterable<Uint8Array> | readonly Uint8Array[] =
    response.body ?? [];
  for await (const part of parts) {
    bytes += part.length;
    if (bytes > longest) throw new RangeError("The answer is too long.");
    text += decoder.decode(part, { stream: true });
  }
  return text + decoder.decode();
}

function readRelease(text: string): Release | null {
  let told: unknown;
  try {
    told = JSON.parse(text);
  } catch {
    const version = /^version:[ \t]*["']?([^\s"']{1,64})["']?[ \t]*$/m.exec(
      text,
    )?.[1];
    return version !== undefined && isVersion(version)
      ? { version: version.replace(/^v/, ""), page: null }
      : null;
  }
  for (const one of Array.isArray(told) ? (told as unknown[]) : [told]) {
    if (typeof one !== "object" || one === null) continue;
    const {
      version,
      tag_name: tag,
      page,
      html_url: address,
      draft,
      prerelease,
    } = one as Readonly<Record<string, unknown>>;
    const name = version ?? tag;
    if (draft === true || prerelease === true) continue;
    if (typeof name !== "string" || !isVersion(name)) continue;
    return { version: name.replace(/^v/, ""), page: pageOf(page ?? address) };
  }
  return null;
}

/** Only what can be shown without harm. */
function pageOf(address: unknown): string | null {
  return typeof address === "string" &&
    address.length <= 2000 &&
    URL.canParse(address) &&
    new URL(address).protocol === "https:"
    ? new URL(address).href
    : null;
}
