import { readonly, ref } from "vue";
import { AppError } from "../../main/domain/errors.ts";
import { ask, bodyOf, failureOf } from "./http-errors.ts";

const address = "/api/holdall/session";
const kept = "holdall.session";
/** A token holds for 30 minutes; it is renewed after this time in milliseconds. */
const renewAfter = 20 * 60_000;

export interface SessionAccount {
  readonly email: string;
  readonly admin: boolean;
}

interface Kept {
  readonly token: string;
  readonly account: SessionAccount;
}

/**
 * `unknown`: not asked yet; `first-account`: nobody has an account yet; `unreachable`: the server does not answer.
 */
export type SessionState =
  "unknown" | "first-account" | "signed-out" | "signed-in" | "unreachable";

export type Session = ReturnType<typeof createSession>;

/** Who uses this page in a browser. The token lives in memory and for as long as the tab does. */
export function createSession() {
  const state = ref<SessionState>("unknown");
  const account = ref<SessionAccount | null>(null);
  /** Whether the last session ended without the person asking for it. */
  const expired = ref(false);
  let token: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function take(value: Kept): void {
    token = value.token;
    account.value = value.account;
    state.value = "signed-in";
    expired.value = false;
    sessionStorage.setItem(kept, JSON.stringify(value));
    clearTimeout(timer);
    timer = setTimeout(() => void renew(), renewAfter);
  }

  function drop(because: "asked" | "expired"): void {
    clearTimeout(timer);
    token = null;
    account.value = null;
    sessionStorage.removeItem(kept);
    expired.value = because === "expired";
    state.value = "signed-out";
  }

  const headers = (): Record<string, string> =>
    token === null ? {} : { authorization: `Bearer ${token}` };

  async function open(path: string, body: object): Promise<void> {
    const response = await ask(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const reply = await bodyOf(response);
    if (!response.ok) throw failureOf(response.status, reply);
    take(reply as Kept);
  }

  async function renew(): Promise<void> {
    const current = account.value;
    const sent = token;
    if (sent === null || current === null) return;
    try {
      const response = await ask(`${address}/refresh`, {
        method: "POST",
        headers: headers(),
      });
      // Signed out, or in again, while the server was thinking.
      if (token !== sent) return;
      if (response.status === 401) {
        drop("expired");
        return;
      }
      const reply = (await bodyOf(response)) as Partial<Kept> | null;
      if (token !== sent) return;
      if (response.ok && typeof reply?.token === "string") {
        take({ token: reply.token, account: reply.account ?? current });
        return;
      }
    } catch {
      // The server may be back before the token ends.
    }
    timer = setTimeout(() => void renew(), 60_000);
  }

  return {
    state: readonly(state),
    account: readonly(account),
    expired: readonly(expired),

    /** Finds out where this page stands: a token kept by this tab, a first account to make, or a sign-in. */
    async start(): Promise<void> {
      const remembered = sessionStorage.getItem(kept);
      if (remembered !== null && token === null) {
        const value = JSON.parse(remembered) as Kept;
        token = value.token;
        account.value = value.account;
        await renew();
        if (state.value !== "unknown") return;
      }
      const asked = token;
      try {
        const response = await ask(address, { headers: headers() });
        const reply = (await bodyOf(response)) as {
          needsFirstAccount?: boolean;
        } | null;
        // Whoever has signed in meanwhile is in, whatever was true when this was asked.
        if (token !== asked) return;
        if (!response.ok && response.status !== 401)
          throw failureOf(response.status, reply);
        state.value =
          reply?.needsFirstAccount === true ? "first-account" : "signed-out";
      } catch {
        if (token === asked) state.value = "unreachable";
      }
    },

    /** @throws AppError as the server tells it, server.unreachable */
    signIn: (email: string, password: string) =>
      open(address, { email, password }),

    /**
     * Makes the first account, which becomes the administrator, and signs in.
     * @param code what `holdall serve` shows on its terminal
     */
    createFirst: (email: string, password: string, code: string) =>
      open(`${address}/first`, { email, password, code }),

    async signOut(): Promise<void> {
      const sent = headers();
      drop("asked");
      // The token is forgotten here in any case; the server forgets it by itself after a while.
      await ask(address, { method: "DELETE", headers: sent }).catch(() => null);
    },

    headers,

    /** Asks with the token of this session. @throws AppError session.ended, server.unreachable */
    async request(path: string, init: RequestInit): Promise<Response> {
      const sent = headers();
      const response = await ask(path, {
        ...init,
        headers: { ...(init.headers as Record<string, string>), ...sent },
      });
      if (response.status === 401) {
        // A reply to an older token says nothing about the one that has replaced it.
        if (sent["authorization"] === headers()["authorization"])
          drop("expired");
        throw new AppError("session.ended", "Your session has ended.", {
          remedy: "Sign in again.",
        });
      }
      return response;
    },
  };
}
