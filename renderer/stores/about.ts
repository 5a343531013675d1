import { defineStore } from "pinia";
import { ref } from "vue";
import type { About, KeychainState } from "../../preload/contract.ts";
import { invoke } from "../bridge.ts";

/** Which Holdall this is, where it keeps its data, and whether it can keep secrets. */
export const useAbout = defineStore("about", () => {
  const about = ref<About | null>(null);
  const keychain = ref<KeychainState | null>(null);

  /** Leaves empty what the application does not answer; the catalog store says why. */
  async function load(): Promise<void> {
    [about.value, keychain.value] = await Promise.all([
      invoke("app.about", {}).catch(() => null),
      invoke("app.keychain", {}).catch(() => null),
    ]);
  }

  return { about, keychain, load };
});
