import { defineStore } from "pinia";
import { shallowRef } from "vue";
import type { MailServerView } from "../../preload/contract.ts";
import { invoke } from "../bridge.ts";

/** The mail server of the site. */
export const useMail = defineStore("mail", () => {
  const mail = shallowRef<MailServerView | null>(null);

  async function load(): Promise<void> {
    mail.value = await invoke("mail.get", {});
  }

  return {
    mail,
    load,
    /** @param password empty: it stays. @returns where it is kept; null when none was given */
    async save(
      wanted: MailServerView | null,
      password = "",
    ): Promise<"keychain" | "memory" | null> {
      const kept = await invoke("mail.set", {
        mail: wanted,
        ...(password === "" ? {} : { password }),
      });
      await load();
      return kept.password;
    },
    test: (to: string) => invoke("mail.test", { to }),
  };
});
