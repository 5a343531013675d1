import { originOf } from "./addresses.ts";

/** A frame of a page as the main process sees it. */
export interface WebFrame {
  readonly processId: number;
  readonly routingId: number;
  readonly frameTreeNodeId: number;
  readonly parent: WebFrame | null;
  url: string;
  readonly origin: string;
}

let last = 0;

export function createWebFrame(
  processId: number,
  parent: WebFrame | null,
): WebFrame {
  const id = ++last;
  return {
    processId,
    routingId: id,
    frameTreeNodeId: id,
    parent,
    url: "",
    get origin() {
      return originOf(this.url);
    },
  };
}
