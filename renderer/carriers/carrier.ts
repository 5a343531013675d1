import type { Holdall } from "../../preload/contract.ts";

/** What carries commands to the application, and events back: IPC in the desktop application, HTTP in a browser. */
export type Bridge = Pick<Holdall, "invoke" | "listen">;
