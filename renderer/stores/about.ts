import { defineStore } from "pinia";
import { ref } from "vue";
import type { About } from "../../preload/contract.ts";
import { invoke } from "../bridge.ts";

/** Which Holdall this is, and where it keeps its data. */
export const useAbout = defineStore("about", () => {
  const about = ref<About | null>(null);

  /** Leaves `about` empty when the application does not answer; the catalog store says why. */
  async function load(): Promise<void> {
    about.value = await invoke("app.about", {}).catch(() => null);
  }

  return { about, load };
});
