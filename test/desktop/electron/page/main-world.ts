import type { BridgeValues, Crossing, Returned } from "./bridge-values.ts";

/**
 * Runs in the page's own world before any script of the page: takes the port to the preload's world, so that no script
 * of the page ever holds it. Sent into the page as source.
 */
export function mainWorld(
  greeting: string,
  bridgeValues: (
    side: string,
    cross: (crossing: Crossing) => Returned | undefined,
  ) => BridgeValues,
): void {
  addEventListener(
    greeting,
    (event) => {
      event.stopImmediatePropagation();
      const port = (event as MessageEvent).ports[0];
      if (port === undefined) return;
      let answer: Returned | undefined;
      port.addEventListener("answer-page", (returned) => {
        answer = (returned as MessageEvent<Returned>).data;
      });
      const values = bridgeValues("page", (crossing) => {
        answer = undefined;
        port.dispatchEvent(new MessageEvent("to-preload", { data: crossing }));
        return answer;
      });
      port.addEventListener("to-page", (asked) => {
        const data = values.act((asked as MessageEvent<Crossing>).data);
        port.dispatchEvent(new MessageEvent("answer-preload", { data }));
      });
    },
    { once: true, capture: true },
  );
}
