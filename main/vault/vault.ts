import type * as keytar from "keytar/keytar.js";

/** Whether secrets can be kept in the system keychain. */
export interface VaultState {
  readonly available: boolean;
  /** Why not, one sentence; empty when it is available. */
  readonly reason: string;
}

/** Keeps secrets: in the system keychain where it has one, and in memory only where it has none. */
export interface Vault {
  state(): Promise<VaultState>;
  /** The secret of that name; null when there is none. */
  get(name: string): Promise<string | null>;
  /**
   * Keeps a secret.
   * @returns where it is: `memory` means until the program ends
   */
  set(name: string, secret: string): Promise<"keychain" | "memory">;
  delete(name: string): Promise<void>;
}

/** The part of keytar that this file uses. */
export type Keychain = Pick<
  typeof keytar,
  "getPassword" | "setPassword" | "deletePassword" | "findCredentials"
>;

const service = "Holdall";
const probe = "keychain-check";
/** A keychain that asks the person to unlock it answers when they have; nobody may be there. In milliseconds. */
const patience = 5000;

export interface VaultOptions {
  readonly keychain?: () => Promise<Keychain>;
  readonly patience?: number;
}

/** Opens the vault. The keychain is not touched before it is needed. */
export function createVault(options: VaultOptions = {}): Vault {
  const load = options.keychain ?? (() => import("keytar/keytar.js"));
  const limit = options.patience ?? patience;
  const memory = new Map<string, string>();
  let opened: Promise<Keychain | string> | null = null;

  /** The keychain, or why there is none. Tried by writing, reading and removing a value of no meaning. */
  async function open(): Promise<Keychain | string> {
    try {
      const keychain = await within(limit, load());
      // Asked first: the library keeps single values in the kernel's memory where there is no Secret Service, and says
      // nothing of it. It lists values only from a real keychain.
      await within(limit, keychain.findCredentials(service));
      await within(limit, keychain.setPassword(service, probe, probe));
      const read = await within(limit, keychain.getPassword(service, probe));
      await within(limit, keychain.deletePassword(service, probe));
      return read === probe
        ? keychain
        : "The system keychain did not give back what was put in.";
    } catch (error) {
      return `The system keychain cannot be used (${wordsOf(error)}).`;
    }
  }

  /** Null when only memory is left. */
  async function keychain(): Promise<Keychain | null> {
    opened ??= open();
    const found = await opened;
    return typeof found === "string" ? null : found;
  }

  return {
    async state() {
      // A keychain that was locked a moment ago may be open now.
      if ((await keychain()) === null) opened = open();
      const found = await (opened ?? open());
      return typeof found === "string"
        ? { available: false, reason: found }
        : { available: true, reason: "" };
    },

    async get(name) {
      const kept = memory.get(name);
      if (kept !== undefined) return kept;
      const found = await keychain();
      if (found === null) return null;
      return within(limit, found.getPassword(service, name)).catch(() => null);
    },

    async set(name, secret) {
      const found = await keychain();
      try {
        if (found === null) throw new Error("There is no keychain.");
        await within(limit, found.setPassword(service, name, secret));
        memory.delete(name);
        return "keychain";
      } catch {
        memory.set(name, secret);
        return "memory";
      }
    },

    async delete(name) {
      memory.delete(name);
      const found = await keychain();
      if (found === null) return;
      await within(limit, found.deletePassword(service, name)).catch(
        () => undefined,
      );
    },
  };
}

/** Waits no longer than that, in milliseconds. */
async function within<Value>(
  limit: number,
  waited: Promise<Value>,
): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error("it does not answer; it may be locked"));
    }, limit);
  });
  try {
    return await Promise.race([waited, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What went wrong, in the words of whoever knows, without a full stop. */
function wordsOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return /Failed to connect to address|ServiceUnknown|autolaunch/i.test(text)
    ? "there is no Secret Service on this machine"
    : text.replace(/[.\s]+$/, "");
}
