import type {
  DeliveryRecord,
  TargetInput,
} from "../../main/domain/delivery-record.ts";
import type { RunInput } from "../shapes.ts";

/** What becomes of archives at their targets. */
export interface DeliveryCommands {
  /** What became of a run of a saved export at each of its targets. */
  "deliveries.list": {
    readonly input: RunInput;
    readonly output: readonly DeliveryRecord[];
  };
  /** Tries a failed delivery again. */
  "deliveries.retry": {
    readonly input: { readonly delivery: number };
    readonly output: null;
  };
  /** Sends the archive of a run to one more target, without packing it again. */
  "deliveries.send": {
    readonly input: RunInput & {
      /** A target of a saved export, or one for this run alone. */
      readonly to: number | TargetInput;
    };
    readonly output: { readonly delivery: number };
  };
}
