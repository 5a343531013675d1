/** Whether secrets can be kept in the system keychain. */
export interface VaultState {
  readonly available: boolean;
  /** Why not, one sentence; empty when it is available. */
  readonly reason: string;
}

const service = "Holdall";
const probe = "keychain-check";

/** Tries the system keychain by writing, reading and removing a value of no meaning. */
export async function vaultState(): Promise<VaultState> {
  try {
    const { deletePassword, getPassword, setPassword } =
      await import("keytar/keytar.js");
    await setPassword(service, probe, probe);
    const read = await getPassword(service, probe);
    await deletePassword(service, probe);
    return read === probe
      ? { available: true, reason: "" }
      : { available: false, reason: "It did not give back what was put in." };
  } catch (error) {
    return {
      available: false,
      reason: error instanceof Error ? error.message : String(error),
    };
  }
}
