import type { NoInput, AccountView, ApiKeyView } from "../shapes.ts";

/** Who may log in, and with which keys. */
export interface AccountCommands {
  "accounts.list": {
    readonly input: NoInput;
    readonly output: readonly AccountView[];
  };
  "accounts.add": {
    readonly input: {
      readonly email: string;
      readonly password: string;
      readonly admin: boolean;
    };
    readonly output: AccountView;
  };
  "accounts.set-password": {
    readonly input: { readonly email: string; readonly password: string };
    readonly output: null;
  };
  "api-keys.list": {
    readonly input: NoInput;
    readonly output: readonly ApiKeyView[];
  };
  "api-keys.create": {
    readonly input: {
      readonly email: string;
      readonly name: string;
      /** End the keys that the account has had so far. */
      readonly replace?: boolean;
    };
    /** `key` is shown this once. */
    readonly output: { readonly key: string; readonly prefix: string };
  };
  "api-keys.revoke": {
    readonly input: { readonly prefix: string };
    readonly output: null;
  };
}
