import { randomBytes } from "node:crypto";
import type { Vault } from "./vault.ts";

/**
 * A secret of 32 random bytes that is made when it is needed first. Where there is no keychain it is another one each
 * time the program starts.
 */
export function keptSecret(vault: Vault, name: string): () => Promise<Buffer> {
  async function find(): Promise<Buffer> {
    const kept = Buffer.from((await vault.get(name)) ?? "", "base64url");
    if (kept.length === 32) return kept;
    const made = randomBytes(32);
    await vault.set(name, made.toString("base64url"));
    return made;
  }

  let secret: Promise<Buffer> | null = null;
  return () => (secret ??= find());
}
