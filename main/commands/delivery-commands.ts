import { Type } from "typebox";
import type { CommandTable } from "./command.ts";
import { targetInput } from "./target-input.ts";

const id = Type.Integer({ minimum: 1 });
const closed = { additionalProperties: false };

/** What becomes of archives at their targets. */
export const deliveryCommands = {
  "deliveries.list": {
    who: "administrator",
    input: Type.Object({ run: id }, closed),
    handler: ({ deliveries }, { run }, caller) => deliveries.list(caller, run),
  },
  "deliveries.retry": {
    who: "administrator",
    input: Type.Object({ delivery: id }, closed),
    handler: async ({ deliveries }, { delivery }, caller) => {
      await deliveries.retry(caller, delivery);
      return null;
    },
  },
  "deliveries.send": {
    who: "administrator",
    input: Type.Object({ run: id, to: Type.Union([id, targetInput]) }, closed),
    handler: async ({ deliveries }, { run, to }, caller) => ({
      delivery: await deliveries.send(caller, run, to),
    }),
  },
} satisfies Partial<CommandTable>;
