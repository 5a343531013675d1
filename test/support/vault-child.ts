import { createVault } from "../../main/vault/vault.ts";

/** `node vault-child.ts get NAME | set NAME | delete NAME | state`: one process that uses the vault. The secret comes on stdin. */
const [verb = "", name = ""] = process.argv.slice(2);
const vault = createVault({ patience: 3000 });

async function act(): Promise<unknown> {
  switch (verb) {
    case "state":
      return vault.state();
    case "get":
      return vault.get(name);
    case "delete":
      return vault.delete(name);
    case "set": {
      const chunks: string[] = [];
      for await (const chunk of process.stdin) chunks.push(String(chunk));
      const secret = chunks.join("");
      const where = await vault.set(name, secret);
      return { where, same: (await vault.get(name)) === secret };
    }
    default:
      throw new Error(`There is no ${verb}.`);
  }
}

process.stdout.write(`${JSON.stringify((await act()) ?? null)}\n`);
