import type { Privileges } from "electron";
import { fromChromium, schemeOf } from "./addresses.ts";
import type { DevToolsSession } from "./devtools.ts";
import { handlerOf } from "./protocol.ts";

export interface RequestRules {
  privileges(scheme: string): Privileges;
  /** Asked before a frame goes anywhere. */
  mayNavigate(address: string, frameId: string): boolean;
  /** Called before a document is delivered. */
  onDocument(address: string): Promise<void>;
}

interface Paused {
  readonly requestId: string;
  readonly frameId: string;
  readonly resourceType: string;
  readonly request: {
    readonly url: string;
    readonly method: string;
    readonly headers: Record<string, string>;
    readonly postData?: string;
  };
}

/** Lets the application's protocol handlers answer the page, and nobody else. */
export async function answerRequests(
  page: DevToolsSession,
  rules: RequestRules,
): Promise<void> {
  const refuse = (
    requestId: string,
    errorReason: "Aborted" | "BlockedByClient" | "AddressUnreachable",
  ): Promise<unknown> =>
    page.send("Fetch.failRequest", { requestId, errorReason });

  async function answer(paused: Paused): Promise<void> {
    const { requestId, request, resourceType } = paused;
    const address = fromChromium(request.url);
    if (
      resourceType === "Document" &&
      !rules.mayNavigate(address, paused.frameId)
    ) {
      await refuse(requestId, "Aborted");
      return;
    }
    const scheme = schemeOf(address);
    const handler = handlerOf(scheme);
    if (handler === undefined) {
      await refuse(requestId, "AddressUnreachable");
      return;
    }
    const { supportFetchAPI, bypassCSP } = rules.privileges(scheme);
    if (bypassCSP === true)
      await page.send("Page.setBypassCSP", { enabled: true });
    if (supportFetchAPI !== true && ["Fetch", "XHR"].includes(resourceType)) {
      await refuse(requestId, "BlockedByClient");
      return;
    }
    if (resourceType === "Document") await rules.onDocument(address);
    const reply = await handler(toRequest(address, request));
    await page.send("Fetch.fulfillRequest", {
      requestId,
      responseCode: reply.status,
      responseHeaders: [...reply.headers].map(([name, value]) => ({
        name,
        value,
      })),
      body: Buffer.from(await reply.arrayBuffer()).toString("base64"),
    });
  }

  page.on("Fetch.requestPaused", (paused) => {
    answer(paused).catch((error: unknown) => {
      // The window may have gone while the answer was on its way.
      refuse(paused.requestId, "BlockedByClient").catch(() => {});
      if (!String(error).includes("Invalid InterceptionId"))
        process.stderr.write(`stand-in: ${String(error)}\n`);
    });
  });
  await page.send("Fetch.enable", { patterns: [{ urlPattern: "*" }] });
}

/** A Request with an address that `new Request` would take for relative to nothing. */
function toRequest(address: string, given: Paused["request"]): Request {
  const init = {
    method: given.method,
    headers: given.headers,
    ...(given.postData === undefined ? {} : { body: given.postData }),
  };
  return new Request(address, init);
}
