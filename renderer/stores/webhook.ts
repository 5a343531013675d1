import { defineStore } from "pinia";
import { ref, shallowRef } from "vue";
import type { WebhookNotice, WebhookView } from "../../preload/contract.ts";
import { invoke } from "../bridge.ts";

/** Whom Holdall tells what has ended, and what was told. */
export const useWebhook = defineStore("webhook", () => {
  const webhook = shallowRef<WebhookView | null>(null);
  const notices = shallowRef<readonly WebhookNotice[]>([]);
  const loaded = ref(false);

  async function load(): Promise<void> {
    [webhook.value, notices.value] = await Promise.all([
      invoke("webhook.get", {}),
      invoke("webhook.notices", { limit: 20 }),
    ]);
    loaded.value = true;
  }

  return {
    webhook,
    notices,
    loaded,
    load,
    /** @param secret empty: it stays. @returns where the secret is kept; null when none was given */
    async save(
      wanted: WebhookView | null,
      secret = "",
    ): Promise<"keychain" | "memory" | null> {
      const kept = await invoke("webhook.set", {
        webhook: wanted,
        ...(secret === "" ? {} : { secret }),
      });
      await load();
      return kept.secret;
    },
    async test(): Promise<number> {
      const { status } = await invoke("webhook.test", {});
      return status;
    },
  };
});
