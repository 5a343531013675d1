import type { CustomScheme } from "electron";
import { app } from "./app.ts";

type Handler = (request: Request) => Response | Promise<Response>;

const schemes = new Map<string, NonNullable<CustomScheme["privileges"]>>();
const handlers = new Map<string, Handler>();

export const protocol = {
  registerSchemesAsPrivileged(custom: readonly CustomScheme[]): void {
    if (app.isReady())
      throw new Error(
        "protocol.registerSchemesAsPrivileged should be called before app is ready",
      );
    for (const { scheme, privileges = {} } of custom) {
      if (privileges.standard !== true || privileges.secure !== true)
        throw new Error(
          `The stand-in can only show standard, secure schemes; ${scheme} is not one.`,
        );
      schemes.set(scheme, privileges);
    }
  },
  handle(scheme: string, handler: Handler): void {
    if (!app.isReady())
      throw new Error("protocol.handle must be called after app is ready");
    if (!schemes.has(scheme))
      throw new Error(`${scheme} was not registered as privileged.`);
    if (handlers.has(scheme))
      throw new Error(`The scheme ${scheme} has a handler already.`);
    handlers.set(scheme, handler);
  },
  unhandle(scheme: string): void {
    handlers.delete(scheme);
  },
  isProtocolHandled: (scheme: string): boolean => handlers.has(scheme),
};

/** For the stand-in's own use: what was registered for a scheme. */
export const privilegesOf = (
  scheme: string,
): NonNullable<CustomScheme["privileges"]> => schemes.get(scheme) ?? {};

/** For the stand-in's own use. */
export const handlerOf = (scheme: string): Handler | undefined =>
  handlers.get(scheme);
