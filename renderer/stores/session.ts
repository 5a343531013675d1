import { defineStore } from "pinia";
import { computed } from "vue";
import { connection, session } from "../bridge.ts";

/** Who uses this window. The desktop application's own window belongs to whoever sits there. */
export const useSession = defineStore("session", () => {
  const state = computed(() => session?.state.value ?? "signed-in");
  const account = computed(() => session?.account.value ?? null);
  const expired = computed(() => session?.expired.value ?? false);
  const connected = computed(() => connection?.connected.value ?? true);
  const openings = computed(() => connection?.openings.value ?? 0);
  /** Whether this person may import and export. */
  const mayChange = computed(
    () => session === null || account.value?.admin === true,
  );

  return {
    /** True in the desktop application, where files and the file manager are at hand. */
    desktop: session === null,
    state,
    account,
    expired,
    connected,
    openings,
    mayChange,
    start: () => session?.start(),
    signIn: (email: string, password: string) =>
      session?.signIn(email, password),
    createFirst: (email: string, password: string, code: string) =>
      session?.createFirst(email, password, code),
    signOut: () => session?.signOut(),
  };
});
