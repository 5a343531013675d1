import type {
  DefinitionTarget,
  TargetInput,
} from "../domain/delivery-record.ts";
import { AppError } from "../domain/errors.ts";

/** What this file needs of a transport. */
export interface TransportKind {
  readonly id: string;
  readonly secrets: readonly { readonly name: string }[];
  check(target: {
    readonly settings: unknown;
    readonly secrets: Readonly<Record<string, string>>;
  }): void;
  summary(settings: unknown): string;
}

export interface DefinitionTargetPorts {
  readonly transports: readonly TransportKind[];
  targets(definition: number): readonly DefinitionTarget[];
  secret(name: string): Promise<string | null>;
  keepSecret(name: string, secret: string): Promise<"keychain" | "memory">;
  forgetSecret(name: string): Promise<void>;
}

/** Targets that were looked at and can be kept. */
export interface CheckedTargets {
  readonly drafts: readonly (Omit<DefinitionTarget, "id"> & {
    readonly id: number | null;
  })[];
  /** In the order of the drafts, by name. */
  readonly secrets: readonly Readonly<Record<string, string>>[];
}

export type DefinitionTargets = ReturnType<typeof createDefinitionTargets>;

/** Where saved exports go. Secrets are kept in the vault and never given out. */
export function createDefinitionTargets(ports: DefinitionTargetPorts) {
  /** @throws AppError transport.unknown */
  function kindOf(id: string): TransportKind {
    const kind = ports.transports.find((one) => one.id === id);
    if (kind === undefined) {
      throw new AppError(
        "transport.unknown",
        `There is no kind of target ${JSON.stringify(id)}.`,
        {
          object: id,
          remedy: `There are ${ports.transports.map((one) => one.id).join(", ")}.`,
        },
      );
    }
    return kind;
  }

  async function keptSecrets(
    target: Pick<DefinitionTarget, "id" | "transport">,
  ): Promise<Record<string, string>> {
    const kept: Record<string, string> = {};
    for (const { name } of kindOf(target.transport).secrets) {
      const secret = await ports.secret(secretName(target.id, name));
      if (secret !== null) kept[name] = secret;
    }
    return kept;
  }

  async function forget(
    targets: readonly Pick<DefinitionTarget, "id" | "transport">[],
  ): Promise<void> {
    for (const target of targets)
      for (const { name } of kindOf(target.transport).secrets)
        await ports.forgetSecret(secretName(target.id, name));
  }

  return {
    /**
     * Looks at targets before anything is kept. Those with an id are of the definition already.
     * @param definition null for one that is not there yet
     * @throws AppError transport.unknown, target.settings-invalid, input.invalid
     */
    async check(
      definition: number | null,
      inputs: readonly TargetInput[],
    ): Promise<CheckedTargets> {
      const known = definition === null ? [] : ports.targets(definition);
      const drafts = [];
      const secrets = [];
      for (const { id, transport, settings, secrets: given } of inputs) {
        const before = known.find((one) => one.id === id);
        if (id !== undefined && before?.transport !== transport) {
          throw new AppError(
            "input.invalid",
            `The saved export has no ${transport} target ${String(id)}.`,
            { object: String(id) },
          );
        }
        const kind = kindOf(transport);
        const all = {
          ...(before === undefined ? {} : await keptSecrets(before)),
          ...given,
        };
        kind.check({ settings, secrets: all });
        drafts.push({
          id: id ?? null,
          transport,
          settings,
          summary: kind.summary(settings),
        });
        secrets.push(given ?? {});
      }
      return { drafts, secrets };
    },
    /** Forgets the secrets of targets that go. */
    forget,
    /**
     * Keeps the secrets of targets that have got their ids, and forgets those of targets that are gone.
     * @returns false when some are kept in memory only
     */
    async keep(
      { secrets }: CheckedTargets,
      ids: readonly number[],
      removed: readonly DefinitionTarget[],
    ): Promise<boolean> {
      let lasting = true;
      for (const [index, given] of secrets.entries()) {
        for (const [name, secret] of Object.entries(given)) {
          const where = await ports.keepSecret(
            secretName(ids[index] ?? 0, name),
            secret,
          );
          lasting &&= where === "keychain";
        }
      }
      await forget(removed);
      return lasting;
    },
    keptSecrets,
  };
}

/** Under which name the vault has a secret of a target. */
function secretName(target: number, name: string): string {
  return `target ${String(target)} ${name}`;
}
