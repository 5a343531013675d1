import { defineStore } from "pinia";
import { ref, shallowRef } from "vue";
import type { AccountView, ApiKeyView } from "../../preload/contract.ts";
import { invoke } from "../bridge.ts";
import { newestAnswer } from "../newest-answer.ts";

/** Who may use this Holdall, and the keys of their scripts. */
export const useAccounts = defineStore("accounts", () => {
  const accounts = shallowRef<readonly AccountView[]>([]);
  const keys = shallowRef<readonly ApiKeyView[]>([]);
  const loaded = ref(false);
  const failure = ref<unknown>(null);

  const ask = newestAnswer();
  async function load(): Promise<void> {
    const isNewest = ask();
    try {
      const [people, found] = await Promise.all([
        invoke("accounts.list", {}),
        invoke("api-keys.list", {}),
      ]);
      if (!isNewest()) return;
      accounts.value = people;
      keys.value = found;
      loaded.value = true;
      failure.value = null;
    } catch (error) {
      if (isNewest()) failure.value = error;
    }
  }

  async function add(
    email: string,
    password: string,
    admin: boolean,
  ): Promise<void> {
    await invoke("accounts.add", { email, password, admin });
    await load();
  }

  /** @returns the key, which is shown this once */
  async function createKey(email: string, name: string): Promise<string> {
    const { key } = await invoke("api-keys.create", { email, name });
    await load();
    return key;
  }

  async function revokeKey(prefix: string): Promise<void> {
    await invoke("api-keys.revoke", { prefix });
    await load();
  }

  return {
    accounts,
    keys,
    loaded,
    failure,
    load,
    add,
    setPassword: (email: string, password: string) =>
      invoke("accounts.set-password", { email, password }),
    createKey,
    revokeKey,
  };
});
