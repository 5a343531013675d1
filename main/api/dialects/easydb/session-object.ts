import type { SignedIn } from "../../../core/kept-sessions.ts";
import { timestamp } from "./timestamp.ts";

/** What a session says of the server it is on. */
export interface Instance {
  readonly product: string;
  readonly name: string;
  readonly methods: readonly string[];
  readonly language: string;
}

/** The session object of easydb.md section 3; what a sign-in adds is absent before it. */
export function sessionObject(
  token: string,
  signedIn: SignedIn | null,
  { product, name, methods, language }: Instance,
): object {
  return {
    token,
    instance: {
      api: "1",
      server_version: 1,
      solution: product,
      "user-schema": 1,
      name,
    },
    frontend_language: language,
    frontend_locale: {},
    authentication_methods: methods.map((method) => ({ method })),
    config: { base: {}, defaults: {}, extensions: {} },
    ...(signedIn === null
      ? {}
      : {
          authenticated: {
            method: signedIn.method,
            timestamp: timestamp(signedIn.at),
          },
          user: userObject(signedIn.account),
          groups: [],
          system_rights: {},
          pending_tasks: [],
          current_max_message_id: 0,
        }),
  };
}

/** A user, doubly nested as easydb has it; null is the one without a name. */
export function userObject(
  account: { readonly id: number; readonly email: string } | null,
): object {
  return {
    _basetype: "user",
    user:
      account === null
        ? { _version: 1, type: "anonymous", _generated_displayname: "" }
        : {
            _id: account.id,
            _version: 1,
            type: "easydb",
            login: account.email,
            _generated_displayname: account.email,
          },
  };
}
