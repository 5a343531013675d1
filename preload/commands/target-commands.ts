import type { TargetTest } from "../../main/domain/delivery.ts";
import type { NoInput, TargetKindView } from "../shapes.ts";

/** Where exports can be delivered to. */
export interface TargetCommands {
  /** What exports can be delivered to, and what each kind of target wants to know. */
  "targets.kinds": {
    readonly input: NoInput;
    readonly output: readonly TargetKindView[];
  };
  /** Logs in to a target and writes a small file, which it removes again. Nothing is kept. */
  "targets.test": {
    readonly input: {
      readonly type: string;
      readonly settings: Readonly<Record<string, unknown>>;
      readonly secrets: Readonly<Record<string, string>>;
    };
    readonly output: TargetTest;
  };
}
