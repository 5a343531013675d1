import type {
  DefinitionRun,
  ExportDefinition,
  Retention,
} from "../domain/export-definition.ts";
import { archivesToRemove } from "./retention.ts";

/** As long as nobody has said anything else, new saved exports keep all their archives: nothing goes unasked. */
const usualRetention: Retention = { keepLast: null, keepDays: null };

/** What a saved export would lose if other rules were its own. */
export interface RetentionLoss {
  readonly definition: number;
  readonly name: string;
  readonly retention: Retention;
  /** Archives that would be removed at once. */
  readonly archives: number;
  readonly bytes: number;
}

/** What this file needs of others. */
export interface RetentionDefaultPorts {
  kept(): Retention | null;
  /** Keeps the default, and gives it to these saved exports, both or neither. */
  keep(
    retention: Retention,
    definitions: readonly ExportDefinition[],
  ): Promise<void>;
  /** Saved exports whose rules are their owners' to choose. */
  definitions(): readonly ExportDefinition[];
  /** Newest first. */
  runs(definition: number): readonly DefinitionRun[];
  /** Bytes of the archive that a run keeps in the data folder; null when nothing of it may be removed. */
  removable(run: number): number | null;
  /** Removes what the rules of saved exports give up. */
  tidy(): void;
  now(): number;
}

export type RetentionDefault = ReturnType<typeof createRetentionDefault>;

/** Which archives new saved exports keep, and what those that exist would lose by the same rules. */
export function createRetentionDefault(ports: RetentionDefaultPorts) {
  const get = (): Retention => ports.kept() ?? usualRetention;

  return {
    get,
    /** What each saved export with other rules would lose at once if it took these; the oldest export first. */
    preview: (retention: Retention): readonly RetentionLoss[] =>
      ports
        .definitions()
        .filter((one) => differs(one.retention, retention))
        .map(({ id, name, retention: own }) => {
          const sizes = archivesToRemove(
            retention,
            ports.runs(id),
            ports.now(),
          ).flatMap(({ run }) => ports.removable(run) ?? []);
          return {
            definition: id,
            name,
            retention: own,
            archives: sizes.length,
            bytes: sizes.reduce((sum, size) => sum + size, 0),
          };
        }),
    /** @param everywhere also gives the rules to the saved exports that exist */
    async set(retention: Retention, everywhere: boolean): Promise<void> {
      const changed = everywhere
        ? ports.definitions().filter((one) => differs(one.retention, retention))
        : [];
      await ports.keep(retention, changed);
      if (changed.length > 0) ports.tidy();
    },
  };
}

function differs(one: Retention, other: Retention): boolean {
  return one.keepLast !== other.keepLast || one.keepDays !== other.keepDays;
}
