import type { TargetTest } from "../domain/delivery.ts";
import { AppError } from "../domain/errors.ts";

/** What this file needs of a transport. */
export interface TargetKind {
  readonly id: string;
  readonly title: string;
  /** JSON schema of the settings. */
  readonly settings: object;
  readonly secrets: readonly {
    readonly name: string;
    readonly title: string;
  }[];
  lacks(): Promise<{ readonly what: string; readonly remedy: string } | null>;
  test(
    target: {
      readonly settings: unknown;
      readonly secrets: Readonly<Record<string, string>>;
    },
    signal: AbortSignal,
  ): Promise<TargetTest>;
}

export type DeliveryTargets = ReturnType<typeof createDeliveryTargets>;

/** Who asks waits; a server that has not answered by then does not answer. Milliseconds. */
const longestTest = 30_000;

/** The places that exports can be delivered to. */
export function createDeliveryTargets(kinds: readonly TargetKind[]) {
  return {
    /** Every kind of target, in the order people see them. */
    kinds: () =>
      kinds.map(({ id, title, settings, secrets }) => ({
        id,
        title,
        settings,
        secrets,
      })),
    /** What this machine lacks for some kinds of targets. */
    async lacking() {
      const found = await Promise.all(
        kinds.map(async ({ title, lacks }) => ({ title, lack: await lacks() })),
      );
      return found.flatMap(({ title, lack }) =>
        lack === null ? [] : [{ title, ...lack }],
      );
    },
    /**
     * Tries whether exports can be delivered to a target.
     * @throws AppError transport.unknown, target.*
     */
    async test(
      type: string,
      settings: unknown,
      secrets: Readonly<Record<string, string>>,
    ): Promise<TargetTest> {
      const kind = kinds.find(({ id }) => id === type);
      if (kind === undefined) {
        throw new AppError(
          "transport.unknown",
          `There is no kind of target ${JSON.stringify(type)}.`,
          {
            object: type,
            remedy: `There are ${kinds.map(({ id }) => id).join(", ")}.`,
          },
        );
      }
      const signal = AbortSignal.timeout(longestTest);
      try {
        return await kind.test({ settings, secrets }, signal);
      } catch (error) {
        if (!signal.aborted) throw error;
        throw new AppError(
          "target.unreachable",
          `The ${kind.title} target did not answer within ${String(longestTest / 1000)} seconds.`,
          {
            object: type,
            remedy:
              "Check the address, and that the server is running and can be reached from here.",
          },
        );
      }
    },
  };
}
