import { defineStore } from "pinia";
import { nextTick, ref } from "vue";

/** What a screen reader is told without the focus moving. */
export const useAnnouncer = defineStore("announcer", () => {
  const message = ref("");

  /** The same words twice are said twice. */
  async function say(text: string): Promise<void> {
    message.value = "";
    await nextTick();
    message.value = text;
  }

  return { message, say };
});
